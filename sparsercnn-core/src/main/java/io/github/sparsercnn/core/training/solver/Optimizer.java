package io.github.sparsercnn.core.training.solver;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Changes parameters by their gradients. Bound to the thread that trains. */
public interface Optimizer extends AutoCloseable {
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
