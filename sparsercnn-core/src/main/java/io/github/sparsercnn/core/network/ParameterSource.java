package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.HostTensors;
import org.bytedeco.pytorch.Tensor;

/** Gives a network under construction the value of each of its tensors. */
@FunctionalInterface
public interface ParameterSource {
  /**
   * The initial value of a tensor. Called in an open scope.
   *
   * @param name detectron2 name, for example {@code backbone.fpn_lateral2.weight}
   * @param shape the sizes that the architecture asks for
   * @return a tensor of that shape; the network takes it over
   */
  Tensor get(String name, long... shape);

  /**
   * Fills a parameter that its owner has made and initialised already, as proposal initializers do.
   *
   * @param name full name
   * @param parameter overwritten with {@link #get}
   */
  default void fill(String name, Tensor parameter) {
    parameter.copy_(get(name, HostTensors.shape(parameter)));
  }
}
