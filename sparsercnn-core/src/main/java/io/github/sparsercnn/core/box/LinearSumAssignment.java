package io.github.sparsercnn.core.box;

import java.util.Arrays;
import java.util.Locale;

/**
 * The linear sum assignment problem: as many pairs of a row and a column as there can be, with the
 * least sum of costs.
 *
 * <p>Shortest augmenting paths in the manner of Jonker and Volgenant, for rectangular matrices: D.
 * F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace
 * and Electronic Systems 52(4), 2016. Where several assignments are optimal, the choice is that of
 * {@code scipy.optimize.linear_sum_assignment}, which the official matcher calls. Takes {@code
 * O(min(rows, columns)² * max(rows, columns))}.
 */
public final class LinearSumAssignment {
  private static final int NONE = -1;

  private final int rows;
  private final int columns;
  private final double[] costs;

  /** Dual variables. */
  private final double[] rowPotential;

  private final double[] columnPotential;

  private final int[] columnOfRow;
  private final int[] rowOfColumn;

  /** Of the search for one path: the cheapest way to each column, and the row it comes from. */
  private final double[] pathCost;

  private final int[] previousRow;

  /** Of the search for one path: columns in {@code [0, open)} are still to be reached for good. */
  private final int[] searched;

  private LinearSumAssignment(double[] costs, int rows, int columns) {
    this.costs = costs;
    this.rows = rows;
    this.columns = columns;
    rowPotential = new double[rows];
    columnPotential = new double[columns];
    columnOfRow = new int[rows];
    rowOfColumn = new int[columns];
    pathCost = new double[columns];
    previousRow = new int[columns];
    searched = new int[columns];
    Arrays.fill(columnOfRow, NONE);
    Arrays.fill(rowOfColumn, NONE);
  }

  /**
   * Finds the best assignment.
   *
   * @param costs row-major, left as it is
   * @param rows number of rows
   * @param columns number of columns
   * @return {@code min(rows, columns)} pairs
   * @throws IllegalArgumentException if there are not {@code rows * columns} costs, one of them is
   *     NaN or negative infinity, or every complete assignment holds an infinite one
   */
  public static Assignment solve(double[] costs, int rows, int columns) {
    if (costs.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          costs.length + " costs for " + rows + " rows and " + columns + " columns");
    }
    // Only if strictly higher than wide: SciPy's choice among equally good ones depends on it.
    if (rows <= columns) {
      checkCosts(costs, columns);
      int[] chosen = new LinearSumAssignment(costs, rows, columns).solve();
      int[] all = new int[rows];
      Arrays.setAll(all, row -> row);
      return new Assignment(all, chosen);
    }
    double[] transposed = checkAndTranspose(costs, rows, columns);
    int[] chosen = new LinearSumAssignment(transposed, columns, rows).solve();
    return byAscendingRow(chosen, rows);
  }

  private static void checkCosts(double[] costs, int columns) {
    for (int i = 0; i < costs.length; i++) {
      if (!isUsable(costs[i])) {
        throw unusable(costs, i, columns);
      }
    }
  }

  /** Neither NaN nor negative infinity. */
  private static boolean isUsable(double cost) {
    return cost > Double.NEGATIVE_INFINITY;
  }

  private static IllegalArgumentException unusable(double[] costs, int index, int columns) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "cost [%d, %d] is %s", index / columns, index % columns, costs[index]));
  }

  /** Both at once: reading the costs is much of the work. */
  private static double[] checkAndTranspose(double[] costs, int rows, int columns) {
    double[] transposed = new double[costs.length];
    for (int row = 0, from = 0; row < rows; row++) {
      for (int to = row; to < transposed.length; to += rows, from++) {
        double cost = costs[from];
        if (!isUsable(cost)) {
          throw unusable(costs, from, columns);
        }
        transposed[to] = cost;
      }
    }
    return transposed;
  }

  private static Assignment byAscendingRow(int[] rowOfColumn, int rows) {
    int[] columnOfRow = new int[rows];
    Arrays.fill(columnOfRow, NONE);
    for (int column = 0; column < rowOfColumn.length; column++) {
      columnOfRow[rowOfColumn[column]] = column;
    }
    int[] ascending = rowOfColumn.clone();
    Arrays.sort(ascending);
    int[] columns = new int[ascending.length];
    Arrays.setAll(columns, i -> columnOfRow[ascending[i]]);
    return new Assignment(ascending, columns);
  }

  /** Adds one row after the other; returns the column of each row. */
  private int[] solve() {
    for (int row = 0; row < rows; row++) {
      addRow(row);
    }
    return columnOfRow;
  }

  private void addRow(int newRow) {
    int column = nearestTo(newRow);
    if (rowOfColumn[column] == NONE) {
      // By far the most frequent case where columns abound: the path is a single step.
      rowPotential[newRow] = pathCost[column];
      columnOfRow[newRow] = column;
      rowOfColumn[column] = newRow;
    } else {
      searchFrom(newRow, column);
    }
  }

  /**
   * The first step of a search, which costs nothing yet and knows of no other way.
   *
   * @return the column that is nearest to the new row, an unassigned one rather than another
   */
  private int nearestTo(int newRow) {
    int nearest = NONE;
    double least = Double.POSITIVE_INFINITY;
    int start = newRow * columns;
    for (int column = columns - 1; column >= 0; column--) {
      double reduced = costs[start + column] - columnPotential[column];
      pathCost[column] = reduced;
      if (reduced < least || (reduced == least && nearest != NONE && rowOfColumn[column] == NONE)) {
        least = reduced;
        nearest = column;
      }
    }
    return required(nearest, newRow);
  }

  private static int required(int nearest, int newRow) {
    if (nearest == NONE) {
      throw new IllegalArgumentException(
          "no complete assignment has a finite cost: row " + newRow + " has no column left");
    }
    return nearest;
  }

  /** Goes on from the first column, which is taken, until one is free. */
  private void searchFrom(int newRow, int first) {
    Arrays.fill(previousRow, newRow);
    for (int i = 0; i < columns; i++) {
      searched[i] = columns - 1 - i;
    }
    int open = columns;
    int nearest = columns - 1 - first;
    int column = first;
    while (rowOfColumn[column] != NONE) {
      open = reach(nearest, open);
      nearest = required(extend(rowOfColumn[column], pathCost[column], open), newRow);
      column = searched[nearest];
    }
    open = reach(nearest, open);
    updatePotentials(newRow, pathCost[column], open);
    augment(newRow, column);
  }

  /** Puts a column behind the open ones; returns how many are left. */
  private int reach(int nearest, int open) {
    int column = searched[nearest];
    searched[nearest] = searched[open - 1];
    searched[open - 1] = column;
    return open - 1;
  }

  /**
   * Goes on from a row that lies {@code length} away from the new row.
   *
   * @return index into {@code searched} of the open column that is nearest to the new row, an
   *     unassigned one rather than another; {@link #NONE} if none can be reached
   */
  private int extend(int row, double length, int open) {
    int nearest = NONE;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < open; i++) {
      int column = searched[i];
      double reduced =
          length + costs[row * columns + column] - rowPotential[row] - columnPotential[column];
      if (reduced < pathCost[column]) {
        previousRow[column] = row;
        pathCost[column] = reduced;
      }
      if (pathCost[column] < least
          || (pathCost[column] == least && nearest != NONE && rowOfColumn[column] == NONE)) {
        least = pathCost[column];
        nearest = i;
      }
    }
    return nearest;
  }

  /** The columns reached for good stand behind the open ones. */
  private void updatePotentials(int newRow, double length, int open) {
    rowPotential[newRow] += length;
    for (int i = open; i < columns; i++) {
      int column = searched[i];
      double slack = length - pathCost[column];
      if (rowOfColumn[column] != NONE) {
        rowPotential[rowOfColumn[column]] += slack;
      }
      columnPotential[column] -= slack;
    }
  }

  private void augment(int newRow, int free) {
    int column = free;
    int row;
    do {
      row = previousRow[column];
      rowOfColumn[column] = row;
      int next = columnOfRow[row];
      columnOfRow[row] = column;
      column = next;
    } while (row != newRow);
  }
}
