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
    checkCosts(costs, columns);
    // Only if strictly higher than wide: SciPy's choice among equally good ones depends on it.
    if (rows <= columns) {
      int[] chosen = new LinearSumAssignment(costs, rows, columns).solve();
      int[] all = new int[rows];
      Arrays.setAll(all, row -> row);
      return new Assignment(all, chosen);
    }
    int[] chosen = new LinearSumAssignment(transpose(costs, rows, columns), columns, rows).solve();
    return byAscendingRow(chosen, rows);
  }

  private static void checkCosts(double[] costs, int columns) {
    for (int i = 0; i < costs.length; i++) {
      if (Double.isNaN(costs[i]) || costs[i] == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "cost [%d, %d] is %s", i / columns, i % columns, costs[i]));
      }
    }
  }

  private static double[] transpose(double[] costs, int rows, int columns) {
    double[] transposed = new double[costs.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = costs[row * columns + column];
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
    Arrays.fill(pathCost, Double.POSITIVE_INFINITY);
    for (int i = 0; i < columns; i++) {
      searched[i] = columns - 1 - i;
    }
    int open = columns;
    int row = newRow;
    double length = 0;
    int free = NONE;
    while (free == NONE) {
      int nearest = extend(row, length, open);
      int column = nearest == NONE ? NONE : searched[nearest];
      if (column == NONE) {
        throw new IllegalArgumentException(
            "no complete assignment has a finite cost: row " + newRow + " has no column left");
      }
      length = pathCost[column];
      if (rowOfColumn[column] == NONE) {
        free = column;
      } else {
        row = rowOfColumn[column];
      }
      open--;
      searched[nearest] = searched[open];
      searched[open] = column;
    }
    updatePotentials(newRow, length, open);
    augment(newRow, free);
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
