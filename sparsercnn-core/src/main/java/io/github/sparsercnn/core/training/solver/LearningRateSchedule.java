package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;

/** The learning rate over time. Immutable: a rate depends on nothing but the iteration. */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * The rate used in an iteration.
   *
   * @param baseRate {@code SOLVER.BASE_LR}
   * @param iteration from 0
   * @return the rate
   */
  double rate(double baseRate, long iteration);

  /**
   * The schedule that a config describes.
   *
   * @param config {@code SOLVER}: {@code LR_SCHEDULER_NAME}, {@code STEPS}, {@code GAMMA}, {@code
   *     MAX_ITER}, {@code WARMUP_FACTOR}, {@code WARMUP_ITERS}, {@code WARMUP_METHOD}
   * @return the schedule
   * @throws ConfigException if the schedule is unknown
   * @throws IllegalArgumentException if a number is out of range
   */
  static LearningRateSchedule of(Config config) {
    String key = "SOLVER.LR_SCHEDULER_NAME";
    return switch (config.getString(key)) {
      case "WarmupMultiStepLR" ->
          new WarmupMultiStep(
              config.getInts("SOLVER.STEPS"), config.getDouble("SOLVER.GAMMA"), Warmup.of(config));
      case "WarmupCosineLR" ->
          new WarmupCosine(
              config.getInt("SOLVER.MAX_ITER"),
              config.getDouble("SOLVER.BASE_LR_END"),
              Warmup.of(config));
      default ->
          throw new ConfigException(
              key
                  + " is '"
                  + config.getString(key)
                  + "' ("
                  + config.origin(key)
                  + "), expected 'WarmupMultiStepLR' or 'WarmupCosineLR'");
    };
  }
}
