package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;

/**
 * Shortens the gradient of the whole model where it is longer than allowed (official train_net.py,
 * {@code CLIP_TYPE full_model}; {@code torch.nn.utils.clip_grad_norm_}).
 *
 * @param maxNorm the largest Euclidean norm, above 0; infinite for no clip
 */
public record GradientClip(double maxNorm) {
  /** Leaves gradients as they are. */
  public static final GradientClip NONE = new GradientClip(Double.POSITIVE_INFINITY);

  private static final double EPS = 1e-6;

  /**
   * Checks the norm.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public GradientClip {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("gradient norm is clipped at " + maxNorm);
    }
  }

  /**
   * The clip that a config describes. As in the reference, {@code NORM_TYPE} is not read and a
   * {@code CLIP_VALUE} of 0 switches the clip off.
   *
   * @param config {@code SOLVER.CLIP_GRADIENTS}: {@code ENABLED}, {@code CLIP_TYPE}, {@code
   *     CLIP_VALUE}
   * @return the clip
   * @throws ConfigException if it is not of the full model
   */
  public static GradientClip of(Config config) {
    String node = "SOLVER.CLIP_GRADIENTS.";
    double value = config.getDouble(node + "CLIP_VALUE");
    if (!config.getBoolean(node + "ENABLED") || value <= 0) {
      return NONE;
    }
    String type = config.getString(node + "CLIP_TYPE");
    if (!type.equals("full_model")) {
      throw new ConfigException(
          node
              + "CLIP_TYPE is '"
              + type
              + "' ("
              + config.origin(node + "CLIP_TYPE")
              + "), expected 'full_model'");
    }
    return new GradientClip(value);
  }

  /** What gradients of a norm are multiplied by. */
  double factor(double norm) {
    return Math.min(1, maxNorm / (norm + EPS));
  }
}
