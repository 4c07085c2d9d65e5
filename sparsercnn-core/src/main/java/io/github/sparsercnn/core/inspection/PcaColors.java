package io.github.sparsercnn.core.inspection;

import java.util.Arrays;

/**
 * Colours of vectors: red, green and blue say how far each reaches along the three principal
 * components. Each is stretched so that the middle 96 % of the values use the whole range; a few
 * outliers cannot spoil it.
 *
 * @param components of the vectors
 * @param lows {@code [3]}: what becomes 0
 * @param highs {@code [3]}: what becomes 255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PcaColors(PrincipalComponents components, float[] lows, float[] highs) {
  private static final double LOW = 0.02;
  private static final double HIGH = 0.98;
  private static final int BYTE = 255;

  /** The middle of the range, for a component along which nothing varies. */
  private static final double MIDDLE = 0.5;

  /**
   * Finds the colours that suit some vectors.
   *
   * @param vectors {@code [n, dim]}, row by row; those with a value that is not finite are left out
   * @param dim length of each
   */
  static PcaColors of(float[] vectors, int dim) {
    float[] finite = finite(vectors, dim);
    PrincipalComponents components = PrincipalComponents.of(finite, dim);
    float[] lows = new float[PrincipalComponents.COUNT];
    float[] highs = new float[PrincipalComponents.COUNT];
    for (int axis = 0; axis < lows.length; axis++) {
      Spread spread = Spread.of(components.along(finite, axis));
      lows[axis] = spread.at(LOW);
      highs[axis] = spread.at(HIGH);
    }
    return new PcaColors(components, lows, highs);
  }

  /**
   * The vectors without those that hold a value that is not finite; one of zeros if none is left.
   */
  private static float[] finite(float[] vectors, int dim) {
    float[] kept = new float[vectors.length];
    int n = 0;
    for (int from = 0; from < vectors.length; from += dim) {
      boolean finite = true;
      for (int i = from; i < from + dim; i++) {
        finite &= Float.isFinite(vectors[i]);
      }
      if (finite) {
        System.arraycopy(vectors, from, kept, n, dim);
        n += dim;
      }
    }
    return n == 0 ? new float[dim] : Arrays.copyOf(kept, n);
  }

  /**
   * Colours vectors.
   *
   * @param vectors {@code [n, dim]}, row by row
   * @return {@code 0xRRGGBB} of each
   */
  int[] rgb(float[] vectors) {
    int[] colors = new int[vectors.length / components.mean().length];
    for (int axis = 0; axis < PrincipalComponents.COUNT; axis++) {
      float[] reach = components.along(vectors, axis);
      int shift = 16 - 8 * axis;
      for (int i = 0; i < colors.length; i++) {
        colors[i] =
            Float.isFinite(reach[i])
                ? colors[i] | level(reach[i], axis) << shift
                : ColorScale.NOT_A_NUMBER;
      }
    }
    return colors;
  }

  private int level(float reach, int axis) {
    double range = (double) highs[axis] - lows[axis];
    double share = range > 0 ? (reach - lows[axis]) / range : MIDDLE;
    return (int) Math.round(BYTE * Math.max(0, Math.min(1, share)));
  }
}
