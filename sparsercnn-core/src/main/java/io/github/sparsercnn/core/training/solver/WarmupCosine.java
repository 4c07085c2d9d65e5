package io.github.sparsercnn.core.training.solver;

/**
 * The rate falls along half a cosine wave to 0 (detectron2 {@code WarmupCosineLR}).
 *
 * @param maxIterations {@code SOLVER.MAX_ITER}: where it reaches 0, at least 1
 * @param warmup at the beginning
 */
public record WarmupCosine(long maxIterations, Warmup warmup) implements LearningRateSchedule {
  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public WarmupCosine {
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "SOLVER.MAX_ITER is " + maxIterations + ", expected at least 1");
    }
  }

  @Override
  public double rate(double baseRate, long iteration) {
    double wave = 0.5 * (1 + Math.cos(Math.PI * iteration / maxIterations));
    return baseRate * warmup.factorAt(iteration) * wave;
  }
}
