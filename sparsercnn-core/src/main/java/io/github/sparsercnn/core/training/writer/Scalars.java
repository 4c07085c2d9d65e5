package io.github.sparsercnn.core.training.writer;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers that belong to one iteration. Immutable.
 *
 * @param iteration counted from 0
 * @param values by detectron2's names, sorted; all finite
 */
public record Scalars(long iteration, SortedMap<String, Double> values) {
  /**
   * Copies the values, sorted.
   *
   * @param iteration counted from 0
   * @param values by name
   */
  public Scalars {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Keeps what is defined. detectron2 writes {@code NaN} for the AP of objects that there are none
   * of, which is no JSON; here such a number is left out.
   *
   * @param iteration counted from 0
   * @param values by name
   * @return those that are finite
   */
  static Scalars finite(long iteration, Map<String, Double> values) {
    SortedMap<String, Double> finite = new TreeMap<>(values);
    finite.values().removeIf(value -> !Double.isFinite(value));
    return new Scalars(iteration, finite);
  }
}
