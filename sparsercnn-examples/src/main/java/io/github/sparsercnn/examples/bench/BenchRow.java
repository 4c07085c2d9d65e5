package io.github.sparsercnn.examples.bench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A comparison: this project against a counterpart, its twin, over the same rounds.
 *
 * @param name what is compared, for example {@code evaluate_vs_pycocotools}; the key of the JSON
 * @param ours what this project took
 * @param twin what the counterpart took, if there is one here
 * @param note one line on the outcome, or why there is no twin; may be empty
 * @param facts further numbers for the JSON, by key
 */
record BenchRow(
    String name, Timing ours, Optional<Timing> twin, String note, Map<String, Double> facts) {
  BenchRow {
    facts = Map.copyOf(facts);
  }

  /** A row without a twin. */
  static BenchRow alone(String name, Timing ours, String why) {
    return new BenchRow(name, ours, Optional.empty(), why, Map.of());
  }

  /** Ours to the twin's, of the medians; below 1 if we are faster. */
  OptionalDouble ratio() {
    return twin.map(theirs -> OptionalDouble.of(ours.median() / theirs.median()))
        .orElse(OptionalDouble.empty());
  }
}
