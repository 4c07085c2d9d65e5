package io.github.sparsercnn.core.image;

/**
 * Which source samples make up each sample of a resized line, and with what fixed-point weight:
 * Pillow's triangle filter, whose support grows with the scale when shrinking. Every resized sample
 * has the same number of taps; those that it does not need weigh 0.
 *
 * <p>Immutable and thread-safe. Source: {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}
 * of Pillow's {@code src/libImaging/Resample.c}.
 */
final class BilinearTaps {
  /** Bits after the point: an 8-bit sample and the sum's carry leave 22 of 32. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** Added before the shift, so that it rounds to nearest. */
  static final int ROUNDING = 1 << (PRECISION_BITS - 1);

  private final int count;
  private final int[] first;
  private final int[] weights;

  /**
   * Computes the taps of one axis.
   *
   * @param sourceLength samples of the source line, at least 1
   * @param targetLength samples of the resized line, at least 1
   */
  BilinearTaps(int sourceLength, int targetLength) {
    double scale = (double) sourceLength / targetLength;
    double support = Math.max(scale, 1.0);
    double inverseSupport = 1.0 / support;
    int widest = 0;
    for (int i = 0; i < targetLength; i++) {
      double center = (i + 0.5) * scale;
      widest = Math.max(widest, end(center, support, sourceLength) - begin(center, support));
    }
    count = widest;
    first = new int[targetLength];
    weights = new int[Math.multiplyExact(targetLength, count)];
    double[] window = new double[count];
    for (int i = 0; i < targetLength; i++) {
      double center = (i + 0.5) * scale;
      int begin = begin(center, support);
      int needed = end(center, support, sourceLength) - begin;
      double sum = 0;
      for (int t = 0; t < needed; t++) {
        double distance = Math.abs((t + begin - center + 0.5) * inverseSupport);
        window[t] = distance < 1.0 ? 1.0 - distance : 0.0;
        sum += window[t];
      }
      first[i] = Math.min(begin, sourceLength - count);
      int offset = i * count + begin - first[i];
      for (int t = 0; t < needed; t++) {
        weights[offset + t] = (int) (0.5 + window[t] / sum * (1 << PRECISION_BITS));
      }
    }
  }

  private static int begin(double center, double support) {
    return Math.max((int) (center - support + 0.5), 0);
  }

  private static int end(double center, double support, int sourceLength) {
    return Math.min((int) (center + support + 0.5), sourceLength);
  }

  /** How many source samples make up one resized sample. */
  int count() {
    return count;
  }

  /** The first source sample of each resized sample, not copied. */
  int[] first() {
    return first;
  }

  /**
   * {@code [resized sample, tap]} weights, not copied. None is negative, and those of a sample add
   * up to 1 but for rounding errors that cancel: no sum of 8-bit samples leaves their range.
   */
  int[] weights() {
    return weights;
  }
}
