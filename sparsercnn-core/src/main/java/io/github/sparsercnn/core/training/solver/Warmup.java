package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;

/**
 * How the learning rate comes up in the first iterations (detectron2 {@code
 * _get_warmup_factor_at_iter}).
 *
 * @param method the shape of the way up
 * @param factor {@code SOLVER.WARMUP_FACTOR}: the first iteration's share of the full rate
 * @param iterations {@code SOLVER.WARMUP_ITERS}: the first iteration at the full rate
 */
public record Warmup(Method method, double factor, long iterations) {
  /** No warm-up. */
  public static final Warmup NONE = new Warmup(Method.CONSTANT, 1, 0);

  /** {@code SOLVER.WARMUP_METHOD}. */
  public enum Method {
    /** The rate stays at {@link #factor} of the full one, then jumps. */
    CONSTANT,
    /** The rate grows evenly. */
    LINEAR
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the factor is not in 0 to 1 or the iterations are negative
   */
  public Warmup {
    if (!(factor >= 0 && factor <= 1) || iterations < 0) {
      throw new IllegalArgumentException(
          "SOLVER.WARMUP_FACTOR is "
              + factor
              + " (expected 0 to 1), SOLVER.WARMUP_ITERS is "
              + iterations
              + " (expected at least 0)");
    }
  }

  static Warmup of(Config config) {
    String key = "SOLVER.WARMUP_METHOD";
    Method method =
        switch (config.getString(key)) {
          case "constant" -> Method.CONSTANT;
          case "linear" -> Method.LINEAR;
          default ->
              throw new ConfigException(
                  key
                      + " is '"
                      + config.getString(key)
                      + "' ("
                      + config.origin(key)
                      + "), expected 'constant' or 'linear'");
        };
    return new Warmup(
        method, config.getDouble("SOLVER.WARMUP_FACTOR"), config.getInt("SOLVER.WARMUP_ITERS"));
  }

  /** The share of the full rate in an iteration. */
  double factorAt(long iteration) {
    if (iteration >= iterations) {
      return 1;
    }
    if (method == Method.CONSTANT) {
      return factor;
    }
    double alpha = (double) iteration / iterations;
    return factor * (1 - alpha) + alpha;
  }
}
