package io.github.sparsercnn.examples.bench;

import java.util.OptionalLong;

/**
 * What one run of a program took.
 *
 * @param millis wall time in milliseconds
 * @param peakBytes the most memory that its process held at a time, if that can be told
 */
record Measurement(double millis, OptionalLong peakBytes) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * What a piece of code took that ran in this process and has just ended.
   *
   * @param start {@link System#nanoTime()} when it began
   */
  static Measurement since(long start) {
    return new Measurement(millisSince(start), PeakMemory.ofThisProcess());
  }

  /** The milliseconds since a {@link System#nanoTime()}. */
  static double millisSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
