package io.github.sparsercnn.core.image;

/**
 * Which source samples make up each sample of a resized line, and with what fixed-point weight:
 * Pillow's triangle filter, whose support grows with the scale when shrinking.
 *
 * <p>Immutable and thread-safe. Source: {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}
 * of Pillow's {@code src/libImaging/Resample.c}.
 */
final class BilinearTaps {
  /** Bits after the point: an 8-bit sample and the sum's carry leave 22 of 32. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** Added before the shift, so that it rounds to nearest. */
  static final int ROUNDING = 1 << (PRECISION_BITS - 1);

  /** Half the width of the triangle filter at scale 1. */
  private static final double SUPPORT = 1.0;

  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final int stride;

  /**
   * Computes the taps of one axis.
   *
   * @param sourceLength samples of the source line, at least 1
   * @param targetLength samples of the resized line, at least 1
   */
  BilinearTaps(int sourceLength, int targetLength) {
    double scale = (double) sourceLength / targetLength;
    double filterScale = Math.max(scale, 1.0);
    double support = SUPPORT * filterScale;
    double inverseFilterScale = 1.0 / filterScale;
    this.stride = (int) Math.ceil(support) * 2 + 1;
    this.first = new int[targetLength];
    this.count = new int[targetLength];
    this.weights = new int[Math.multiplyExact(targetLength, stride)];
    double[] window = new double[stride];
    for (int i = 0; i < targetLength; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max((int) (center - support + 0.5), 0);
      int taps = Math.min((int) (center + support + 0.5), sourceLength) - from;
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        double distance = Math.abs((t + from - center + 0.5) * inverseFilterScale);
        window[t] = distance < 1.0 ? 1.0 - distance : 0.0;
        sum += window[t];
      }
      for (int t = 0; t < taps; t++) {
        double weight = sum == 0 ? window[t] : window[t] / sum;
        weights[i * stride + t] = (int) (0.5 + weight * (1 << PRECISION_BITS));
      }
      first[i] = from;
      count[i] = taps;
    }
  }

  /** Samples of the resized line. */
  int length() {
    return first.length;
  }

  /** The largest number of source samples that one resized sample needs. */
  int maxCount() {
    return stride;
  }

  /** The first source sample of a resized sample. */
  int first(int i) {
    return first[i];
  }

  /** How many source samples a resized sample needs, beginning at {@link #first}. */
  int count(int i) {
    return count[i];
  }

  /** Where the weights of a resized sample begin in {@link #weights}. */
  int offset(int i) {
    return i * stride;
  }

  /** All weights, not copied. */
  int[] weights() {
    return weights;
  }
}
