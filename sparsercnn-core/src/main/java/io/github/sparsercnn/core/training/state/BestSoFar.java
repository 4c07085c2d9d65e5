package io.github.sparsercnn.core.training.state;

/**
 * The best evaluation of a run so far, and how long there has been no better one. Immutable.
 *
 * @param value of the metric, NaN before the first evaluation
 * @param iteration after which it was measured, -1 before the first evaluation
 * @param evaluationsSince how many evaluations since then were not better
 */
public record BestSoFar(double value, long iteration, int evaluationsSince) {
  /** Before the first evaluation. */
  public static final BestSoFar NONE = new BestSoFar(Double.NaN, -1, 0);

  /**
   * Takes note of an evaluation.
   *
   * @param measured value of the metric, where more is better; NaN is never better
   * @param after the iteration after which it was measured
   * @param minDelta by how much it must be better to count
   * @return the best from now on
   */
  public BestSoFar with(double measured, long after, double minDelta) {
    boolean better =
        !Double.isNaN(measured) && (Double.isNaN(value) || measured > value + minDelta);
    return better
        ? new BestSoFar(measured, after, 0)
        : new BestSoFar(value, iteration, evaluationsSince + 1);
  }

  /**
   * Whether an evaluation was the best one.
   *
   * @param after the iteration after which it was measured
   * @return whether it is this one
   */
  public boolean isFrom(long after) {
    return iteration == after;
  }
}
