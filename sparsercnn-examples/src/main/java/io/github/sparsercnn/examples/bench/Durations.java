package io.github.sparsercnn.examples.bench;

import java.util.Arrays;

/**
 * How long something took, several times over, in milliseconds.
 *
 * @param minimum what it takes when nothing else runs
 * @param median what it takes most of the time
 * @param count how often it was measured
 */
record Durations(double minimum, double median, int count) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Sums up measurements.
   *
   * @param nanos at least one
   */
  static Durations ofNanos(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + (double) sorted[half]) / 2;
    return new Durations(sorted[0] / NANOS_PER_MILLI, median / NANOS_PER_MILLI, sorted.length);
  }
}
