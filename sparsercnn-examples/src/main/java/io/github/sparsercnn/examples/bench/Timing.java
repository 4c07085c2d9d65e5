package io.github.sparsercnn.examples.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a program took, over all rounds.
 *
 * @param program what the table calls the program
 * @param measurements one a round, at least one
 */
record Timing(String program, List<Measurement> measurements) {
  Timing {
    measurements = List.copyOf(measurements);
    if (measurements.isEmpty()) {
      throw new IllegalArgumentException(program + " was not measured");
    }
  }

  /** The fastest round, in milliseconds. */
  double minimum() {
    return sorted()[0];
  }

  /** The round in the middle, in milliseconds; the mean of two if their number is even. */
  double median() {
    double[] sorted = sorted();
    int upper = sorted.length / 2;
    int lower = (sorted.length - 1) / 2;
    return (sorted[lower] + sorted[upper]) / 2;
  }

  /** The most memory of all rounds, in bytes. */
  OptionalLong peakBytes() {
    return measurements.stream()
        .map(Measurement::peakBytes)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .max();
  }

  private double[] sorted() {
    return measurements.stream().mapToDouble(Measurement::millis).sorted().toArray();
  }
}
