package io.github.sparsercnn.core.training.solver;

/**
 * The rate falls along half a cosine wave (detectron2 {@code WarmupCosineLR}).
 *
 * @param maxIterations {@code SOLVER.MAX_ITER}: where it reaches its end, at least 1
 * @param endRate {@code SOLVER.BASE_LR_END}: the rate at the end, at least 0
 * @param warmup at the beginning
 */
public record WarmupCosine(long maxIterations, double endRate, Warmup warmup)
    implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the length is below 1 or the end is negative
   */
  public WarmupCosine {
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "SOLVER.MAX_ITER is " + maxIterations + ", expected at least 1");
    }
    if (!(endRate >= 0)) {
      throw new IllegalArgumentException(
          "SOLVER.BASE_LR_END is " + endRate + ", expected at least 0");
    }
  }

  @Override
  public double rate(double baseRate, long iteration) {
    double wave = 0.5 * (1 + Math.cos(Math.PI * iteration / maxIterations));
    double factor = warmup.factorAt(iteration);
    return baseRate * factor * wave + endRate * factor * (1 - wave);
  }
}
