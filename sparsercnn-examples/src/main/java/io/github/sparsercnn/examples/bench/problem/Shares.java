package io.github.sparsercnn.examples.bench.problem;

/** Divides a number of things among places, so that nothing is lost by rounding. */
final class Shares {
  private Shares() {}

  /**
   * Divides.
   *
   * @param total how many things there are
   * @param weights what each place is due, of any sum above 0
   * @return whole shares that add up to the total
   */
  static int[] of(int total, double[] weights) {
    double[] sums = cumulative(weights);
    int[] shares = new int[weights.length];
    int given = 0;
    for (int i = 0; i < weights.length; i++) {
      boolean isLast = i == weights.length - 1;
      int due = isLast ? total : (int) Math.round(total * (sums[i] / sums[sums.length - 1]));
      shares[i] = due - given;
      given = due;
    }
    return shares;
  }

  /** What the weights up to each place add up to. */
  static double[] cumulative(double[] weights) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      sums[i] = sum;
    }
    return sums;
  }
}
