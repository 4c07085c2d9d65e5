package io.github.sparsercnn.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares numbers with expected ones, relative to the largest of them. */
public final class TensorAssert {
  private TensorAssert() {}

  /**
   * Asserts that no value is further away than {@code tolerance} times the largest expected one.
   */
  public static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as(what + ": number of values").hasSameSizeAs(expected);
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs((double) actual[i] - expected[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    assertThat(worst / Math.max(largest, Double.MIN_NORMAL))
        .as(what + ": largest difference relative to the largest value")
        .isLessThanOrEqualTo(tolerance);
  }
}
