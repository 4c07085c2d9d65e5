package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Changes parameters by their gradients. Bound to the thread that trains. */
public interface Optimizer extends AutoCloseable {
  /**
   * The optimizer that a config names.
   *
   * @param config {@code SOLVER.OPTIMIZER}, {@code SOLVER.MOMENTUM}
   * @param parameters what it changes; to be closed after it
   * @return the optimizer, closed by the caller
   * @throws ConfigException if it is unknown
   * @throws IllegalArgumentException if a number is out of range
   */
  static Optimizer of(Config config, ParameterGroups parameters) {
    String key = "SOLVER.OPTIMIZER";
    return switch (config.getString(key)) {
      case "ADAMW" -> new AdamW(parameters);
      case "SGD" -> new Sgd(parameters, config.getDouble("SOLVER.MOMENTUM"));
      default ->
          throw new ConfigException(
              key
                  + " is '"
                  + config.getString(key)
                  + "' ("
                  + config.origin(key)
                  + "), expected 'ADAMW' or 'SGD'");
    };
  }

  /**
   * One step.
   *
   * @param learningRate of the parameters whose factor is 1
   */
  void step(double learningRate);

  /** {@return how many steps were taken} */
  long steps();

  /**
   * Goes on from a checkpoint, whose tensors were copied into those of {@link #state}.
   *
   * @param steps how many were taken before
   */
  void resume(long steps);

  /**
   * What the optimizer remembers of a parameter.
   *
   * @param parameter its name
   * @return live views in the parameter's shape under PyTorch's names, such as {@code exp_avg};
   *     owned by the open scope
   * @throws IllegalArgumentException if there is no such parameter
   */
  Map<String, Tensor> state(String parameter);

  /** Frees the state. */
  @Override
  void close();
}
