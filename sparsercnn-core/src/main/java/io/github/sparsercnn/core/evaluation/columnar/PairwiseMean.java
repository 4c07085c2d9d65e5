package io.github.sparsercnn.core.evaluation.columnar;

/**
 * The mean as numpy computes it. numpy adds in blocks of eight running sums and splits long arrays
 * in two; a plain loop differs in the last bits.
 */
public final class PairwiseMean {
  private static final int BLOCK = 128;
  private static final int LANES = 8;

  private PairwiseMean() {}

  /**
   * {@code numpy.mean} of the first values of an array.
   *
   * @param values the values
   * @param count how many of them, at least 1
   * @return their mean
   */
  public static double of(double[] values, int count) {
    return sum(values, 0, count) / count;
  }

  private static double sum(double[] values, int from, int count) {
    if (count < LANES) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += values[i];
      }
      return sum;
    }
    if (count > BLOCK) {
      int half = count / 2;
      half -= half % LANES;
      return sum(values, from, half) + sum(values, from + half, count - half);
    }
    return blockSum(values, from, count);
  }

  private static double blockSum(double[] values, int from, int count) {
    double[] lanes = new double[LANES];
    System.arraycopy(values, from, lanes, 0, LANES);
    int whole = count - count % LANES;
    for (int i = LANES; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += values[from + i + lane];
      }
    }
    double sum =
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
            + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    for (int i = whole; i < count; i++) {
      sum += values[from + i];
    }
    return sum;
  }
}
