package io.github.sparsercnn;

import java.util.Locale;
import java.util.Objects;

/**
 * One detected object.
 *
 * @param label the name of its class
 * @param classId its class in the model, from 0
 * @param score how sure the model is, in [0, 1] when a detector made it
 * @param box where it is, in pixels of the picture
 */
public record Instance(String label, int classId, float score, Box box) {
  /**
   * Makes an instance.
   *
   * @param label the name of its class
   * @param classId at least 0
   * @param score finite
   * @param box where it is
   * @throws IllegalArgumentException if the class id is negative or the score not finite
   */
  public Instance {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(box, "box");
    if (classId < 0) {
      throw new IllegalArgumentException("class id must not be negative: " + classId);
    }
    if (!Float.isFinite(score)) {
      throw new IllegalArgumentException("score must be finite: " + score);
    }
  }

  /** Returns for example {@code RBC 0.93 [12.1, 40.0, 118.5, 141.9]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f %s", label, score, box);
  }
}
