package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.config.Config;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the official recipe would make of another batch size: its rate of 2.5e-5 is for 16 pictures,
 * and users scale it linearly.
 */
final class LearningRateAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(LearningRateAdvice.class);
  private static final int OFFICIAL_BATCH = 16;
  private static final double OFFICIAL_RATE = 2.5e-5;

  /** Rates this far above the official one have ended in NaN for many. */
  private static final double SUSPICIOUS = 20;

  private LearningRateAdvice() {}

  static void log(Config config) {
    advice(config).ifPresent(LOG::warn);
  }

  /** The config with the rate scaled to the batch, where the user asked for it. */
  static Config scaled(Config config) {
    return config.getBoolean("SOLVER.SCALE_LR_TO_BATCH")
        ? config.with("SOLVER.BASE_LR", scaledRate(config)).with("SOLVER.SCALE_LR_TO_BATCH", false)
        : config;
  }

  private static double scaledRate(Config config) {
    return config.getDouble("SOLVER.BASE_LR")
        * config.getInt("SOLVER.IMS_PER_BATCH")
        / OFFICIAL_BATCH;
  }

  /** Empty where nothing is unusual. */
  static Optional<String> advice(Config config) {
    double rate = config.getDouble("SOLVER.BASE_LR");
    int batch = config.getInt("SOLVER.IMS_PER_BATCH");
    boolean adam = config.getString("SOLVER.OPTIMIZER").equals("ADAMW");
    if (adam && rate == OFFICIAL_RATE && batch != OFFICIAL_BATCH) {
      return Optional.of(
          "SOLVER.BASE_LR "
              + rate
              + " is meant for 16 pictures, SOLVER.IMS_PER_BATCH is "
              + batch
              + "; SOLVER.SCALE_LR_TO_BATCH True would make it "
              + scaledRate(config));
    }
    if (adam && rate > SUSPICIOUS * OFFICIAL_RATE) {
      return Optional.of(
          "SOLVER.BASE_LR "
              + rate
              + " is far above the official 2.5e-5; if the loss becomes NaN, lower it");
    }
    return Optional.empty();
  }
}
