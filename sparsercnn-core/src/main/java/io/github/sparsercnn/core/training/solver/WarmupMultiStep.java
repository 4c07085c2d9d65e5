package io.github.sparsercnn.core.training.solver;

import java.util.List;

/**
 * The rate falls by a factor at given iterations (detectron2 {@code WarmupMultiStepLR}).
 *
 * @param steps {@code SOLVER.STEPS}: the first iterations at a lower rate, ascending
 * @param gamma {@code SOLVER.GAMMA}: the factor, above 0
 * @param warmup at the beginning
 */
public record WarmupMultiStep(List<Integer> steps, double gamma, Warmup warmup)
    implements LearningRateSchedule {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the steps do not ascend or the factor is not above 0
   */
  public WarmupMultiStep {
    steps = List.copyOf(steps);
    if (!steps.equals(steps.stream().sorted().toList()) || !(gamma > 0)) {
      throw new IllegalArgumentException(
          "SOLVER.STEPS is "
              + steps
              + " (expected ascending), SOLVER.GAMMA is "
              + gamma
              + " (expected above 0)");
    }
  }

  @Override
  public double rate(double baseRate, long iteration) {
    double taken = steps.stream().filter(step -> step <= iteration).count();
    return baseRate * warmup.factorAt(iteration) * StrictMath.pow(gamma, taken);
  }
}
