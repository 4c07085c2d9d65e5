package io.github.sparsercnn.core.evaluation.analysis;

import java.util.Arrays;

/**
 * Where a figure lies with a given confidence, if it were measured on as many other images of the
 * same kind. Ends may lie a little below 0 or above 1.
 *
 * @param low the lower end
 * @param high the upper end
 * @param confidence between 0 and 1, usually 0.95
 */
public record Interval(double low, double high, double confidence) {
  /**
   * The middle part of a sample, moved so that the sample's mean lies on the estimate.
   *
   * <p>Why moved: precision envelopes make AP larger on few images than on many, and a draw with
   * replacement holds fewer different images. Draws lie above the AP they are drawn for, often all
   * of them. On 100 random sets of 250 out of 5,000 images the plain percentiles held the AP to be
   * expected on such a set 20 times, the moved ones 97 times.
   */
  static Interval around(double estimate, double[] sample, double confidence) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double move = estimate - Arrays.stream(sample).average().orElse(estimate);
    double outside = (1 - confidence) / 2;
    return new Interval(
        quantile(sorted, outside) + move, quantile(sorted, 1 - outside) + move, confidence);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
