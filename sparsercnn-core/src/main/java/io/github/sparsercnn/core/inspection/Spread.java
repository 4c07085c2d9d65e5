package io.github.sparsercnn.core.inspection;

import java.util.Arrays;

/** Where values lie when they are put in order; what is not finite is left out. */
final class Spread {
  private final float[] sorted;

  private Spread(float[] sorted) {
    this.sorted = sorted;
  }

  static Spread of(float[] values) {
    float[] finite = new float[values.length];
    int n = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        finite[n++] = value;
      }
    }
    float[] sorted = Arrays.copyOf(finite, n);
    Arrays.sort(sorted);
    return new Spread(sorted);
  }

  /**
   * The value below which a share of all values lies, or 0 if there are none.
   *
   * @param share from 0 to 1
   */
  float at(double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  float median() {
    return at(0.5);
  }
}
