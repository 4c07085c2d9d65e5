package io.github.sparsercnn.core.dataset;

import java.util.Arrays;

/**
 * How numbers are spread.
 *
 * @param min the smallest
 * @param median the middle one, or the mean of the two in the middle
 * @param mean their sum over their count
 * @param max the largest
 */
public record Spread(double min, double median, double mean, double max) {
  /**
   * Of numbers.
   *
   * @param values at least one, in any order
   * @return their spread
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no numbers, nothing is spread");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread(
        sorted[0],
        (sorted[last / 2] + sorted[(last + 1) / 2]) / 2,
        Arrays.stream(sorted).sum() / sorted.length,
        sorted[last]);
  }
}
