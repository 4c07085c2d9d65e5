package io.github.sparsercnn.core.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.core.testing.Goldens;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinearSumAssignmentTest {
  @Test
  void solve_choosesWhatScipyChooses() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(Goldens.path("misc/linear_sum_assignment.json").toFile());
    assertThat(cases).hasSizeGreaterThan(100);
    int number = 0;
    for (JsonNode golden : cases) {
      Assignment assignment =
          LinearSumAssignment.solve(
              doubles(golden.get("cost")),
              golden.get("rows").intValue(),
              golden.get("cols").intValue());
      String name = "case " + number++;
      assertThat(assignment.rows()).as(name).containsExactly(ints(golden.get("row_ind")));
      assertThat(assignment.columns()).as(name).containsExactly(ints(golden.get("col_ind")));
    }
  }

  @Property
  void solve_findsTheLeastSum(
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 40) int range,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] costs = random.ints((long) rows * columns, -range, range).asDoubleStream().toArray();

    Assignment assignment = LinearSumAssignment.solve(costs, rows, columns);

    assertThat(assignment.rows())
        .hasSize(Math.min(rows, columns))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(assignment.columns()).hasSize(Math.min(rows, columns)).doesNotHaveDuplicates();
    assertThat(sum(costs, columns, assignment))
        .isCloseTo(leastSum(costs, rows, columns), within(1e-9));
  }

  @Property(tries = 50)
  void solve_isNotImprovedByExchangingPairs(
      @ForAll @IntRange(min = 1, max = 80) int rows,
      @ForAll @IntRange(min = 1, max = 80) int columns,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] costs = random.doubles((long) rows * columns, -1, 1).toArray();

    Assignment assignment = LinearSumAssignment.solve(costs, rows, columns);

    int[] row = assignment.rows();
    int[] column = assignment.columns();
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < i; j++) {
        double kept = costs[row[i] * columns + column[i]] + costs[row[j] * columns + column[j]];
        double swapped = costs[row[i] * columns + column[j]] + costs[row[j] * columns + column[i]];
        assertThat(kept).isLessThanOrEqualTo(swapped + 1e-12);
      }
    }
  }

  @Test
  void solve_prefersEarlierColumnsOnTies() {
    Assignment assignment = LinearSumAssignment.solve(new double[2 * 3], 2, 3);
    assertThat(assignment.columns()).containsExactly(0, 1);
  }

  @Test
  void solve_pairsNothingInAnEmptyMatrix() {
    assertThat(LinearSumAssignment.solve(new double[0], 5, 0).size()).isZero();
    assertThat(LinearSumAssignment.solve(new double[0], 0, 5).size()).isZero();
  }

  @Test
  void solve_avoidsInfiniteCosts() {
    double inf = Double.POSITIVE_INFINITY;
    Assignment assignment = LinearSumAssignment.solve(new double[] {1, inf, 0, 7}, 2, 2);
    assertThat(assignment.columns()).containsExactly(0, 1);
    assertThatThrownBy(() -> LinearSumAssignment.solve(new double[] {inf, inf, 0, 7}, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void solve_refusesNanAndNegativeInfinity() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> LinearSumAssignment.solve(new double[] {0, 1, 2, bad}, 2, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cost [1, 1] is " + bad);
    }
    assertThatThrownBy(() -> LinearSumAssignment.solve(new double[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 costs");
  }

  private static double sum(double[] costs, int columns, Assignment assignment) {
    double sum = 0;
    for (int i = 0; i < assignment.size(); i++) {
      sum += costs[assignment.rows()[i] * columns + assignment.columns()[i]];
    }
    return sum;
  }

  /** By trying everything. */
  private static double leastSum(double[] costs, int rows, int columns) {
    if (rows > columns) {
      double[] transposed = new double[costs.length];
      for (int i = 0; i < costs.length; i++) {
        transposed[i % columns * rows + i / columns] = costs[i];
      }
      return leastSum(transposed, columns, rows);
    }
    return leastSum(costs, columns, 0, new boolean[columns]);
  }

  private static double leastSum(double[] costs, int columns, int row, boolean[] taken) {
    if (row * columns == costs.length) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int column = 0; column < columns; column++) {
      if (!taken[column]) {
        taken[column] = true;
        double rest = leastSum(costs, columns, row + 1, taken);
        least = Math.min(least, costs[row * columns + column] + rest);
        taken[column] = false;
      }
    }
    return least;
  }

  private static double[] doubles(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static int[] ints(JsonNode values) {
    return Arrays.stream(doubles(values)).mapToInt(value -> (int) value).toArray();
  }
}
