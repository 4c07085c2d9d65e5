package io.github.sparsercnn.examples.bench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A comparison: this project against a counterpart, its twin, over the same rounds.
 *
 * @param name what is compared, for example {@code evaluate_vs_pycocotools}; the key of the JSON
 * @param ours what this project took, unless that failed
 * @param twin what the counterpart took, if there is one here
 * @param note one line on the outcome, or why there is no twin; may be empty
 * @param facts further numbers for the JSON, by key
 * @param failed whether something went wrong that must not
 */
record BenchRow(
    String name,
    Optional<Timing> ours,
    Optional<Timing> twin,
    String note,
    Map<String, Double> facts,
    boolean failed) {
  BenchRow {
    facts = Map.copyOf(facts);
  }

  /** A row with both sides. */
  static BenchRow compared(
      String name, Timing ours, Timing twin, String note, Map<String, Double> facts) {
    return new BenchRow(name, Optional.of(ours), Optional.of(twin), note, facts, false);
  }

  /** A row without a twin. */
  static BenchRow alone(String name, Timing ours, String why) {
    return new BenchRow(name, Optional.of(ours), Optional.empty(), why, Map.of(), false);
  }

  /** A row of what could not be measured, though it should be. */
  static BenchRow failed(String name, String why) {
    return new BenchRow(name, Optional.empty(), Optional.empty(), "failed: " + why, Map.of(), true);
  }

  /** The same row, but as one that must not come out like this. */
  BenchRow wrong(String why) {
    return new BenchRow(name, ours, twin, "failed: " + why, facts, true);
  }

  /** Ours to the twin's, of the medians; below 1 if we are faster. */
  OptionalDouble ratio() {
    return ours.isPresent() && twin.isPresent()
        ? OptionalDouble.of(ours.get().median() / twin.get().median())
        : OptionalDouble.empty();
  }
}
