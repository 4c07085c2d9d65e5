package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * Changes the trained parameters after each backward: clip, learning rate, optimizer. Bound to the
 * thread that trains; closing it frees optimizer and gradients, not the parameters' values.
 */
public final class Solver implements AutoCloseable {
  private final ParameterGroups parameters;
  private final Optimizer optimizer;
  private final GradientClip clip;
  private final LearningRateSchedule schedule;
  private final double baseRate;

  /**
   * A solver of given parts.
   *
   * @param parameters what is trained; closed with this
   * @param optimizer of these parameters; closed with this
   * @param clip of their gradients
   * @param schedule of the learning rate
   * @param baseRate {@code SOLVER.BASE_LR}, at least 0
   * @throws IllegalArgumentException if the rate is negative or not finite
   */
  public Solver(
      ParameterGroups parameters,
      Optimizer optimizer,
      GradientClip clip,
      LearningRateSchedule schedule,
      double baseRate) {
    if (!(baseRate >= 0) || Double.isInfinite(baseRate)) {
      throw new IllegalArgumentException("SOLVER.BASE_LR is " + baseRate + ", expected at least 0");
    }
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.clip = clip;
    this.schedule = schedule;
    this.baseRate = baseRate;
  }

  /**
   * The solver that a config describes.
   *
   * @param config {@code SOLVER} and {@code MODEL.BACKBONE.FREEZE_AT}
   * @param network all parameters of the network by name
   * @param rules how each parameter is trained, {@link ParameterRules#of} for the official way
   * @return the solver, to be closed by the caller
   * @throws ConfigException if the config asks for an unknown optimizer, clip or schedule, or a
   *     rule matches nothing
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Solver of(Config config, Map<String, Tensor> network, ParameterRules rules) {
    return of(
        config,
        network,
        rules,
        Optimizer::of,
        GradientClip.of(config),
        LearningRateSchedule.of(config));
  }

  /**
   * A solver of given parts for the parameters that a config does not freeze.
   *
   * @param config {@code SOLVER.BASE_LR} and {@code MODEL.BACKBONE.FREEZE_AT}
   * @param network all parameters of the network by name
   * @param rules how each parameter is trained
   * @param optimizer makes the optimizer of config and parameters
   * @param clip of their gradients
   * @param schedule of the learning rate
   * @return the solver, to be closed by the caller
   * @throws ConfigException if a rule matches nothing, or the optimizer cannot be made
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Solver of(
      Config config,
      Map<String, Tensor> network,
      ParameterRules rules,
      BiFunction<Config, ParameterGroups, Optimizer> optimizer,
      GradientClip clip,
      LearningRateSchedule schedule) {
    double baseRate = config.getDouble("SOLVER.BASE_LR");
    FreezeAt freezeAt = new FreezeAt(config.getInt("MODEL.BACKBONE.FREEZE_AT"));
    ParameterGroups parameters = ParameterGroups.of(freezeAt.trainable(network), rules);
    try {
      return new Solver(parameters, optimizer.apply(config, parameters), clip, schedule, baseRate);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
  }

  /** {@return what is trained} */
  public ParameterGroups parameters() {
    return parameters;
  }

  /** {@return the optimizer, for checkpoints} */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * The learning rate of an iteration.
   *
   * @param iteration from 0
   * @return the rate of the parameters whose factor is 1
   */
  public double rate(long iteration) {
    return schedule.rate(baseRate, iteration);
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    parameters.zeroGradients();
  }

  /** The Euclidean norm of all gradients; waits for the device. */
  public double gradientNorm() {
    return parameters.gradientNorm();
  }

  /**
   * Takes one step along the gradients.
   *
   * @param rate of the iteration
   * @param norm of the gradients, finite
   */
  public void update(double rate, double norm) {
    double factor = clip.factor(norm);
    if (factor < 1) {
      parameters.scaleGradients(factor);
    }
    optimizer.step(rate);
  }

  @Override
  public void close() {
    optimizer.close();
    parameters.close();
  }
}
