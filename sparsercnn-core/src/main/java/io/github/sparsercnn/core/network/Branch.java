package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The classification or box branch of a stage: linear without bias, layer norm, ReLU, some times
 * over, then the layer that predicts.
 *
 * @param hidden layers in order
 * @param output the predicting layer
 */
record Branch(List<Hidden> hidden, Linear output) {
  private static final int MODULES_PER_LAYER = 3;

  /** A linear layer without bias and its norm. */
  record Hidden(Linear linear, LayerNorm norm) {}

  /**
   * Reads the hidden layers.
   *
   * @param list the weights of {@code cls_module} or {@code reg_module}
   * @param layers how many there are
   */
  static List<Hidden> hidden(Weights list, int layers, int dim) {
    List<Hidden> hidden = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      int index = i * MODULES_PER_LAYER;
      hidden.add(
          new Hidden(
              Linear.withoutBias(list.child(Integer.toString(index)), dim, dim),
              LayerNorm.of(list.child(Integer.toString(index + 1)), dim)));
    }
    return hidden;
  }

  /** Returns {@code [n, outputs]}, in float32 at least, of {@code [n, C]}. */
  Tensor apply(Tensor x) {
    for (Hidden layer : hidden) {
      x = NeuralOps.reluInPlace(layer.norm.apply(layer.linear.apply(x)));
    }
    return output.apply(Ops.atLeastFloat(x));
  }

  Branch prepare(Preparation preparation) {
    return new Branch(
        hidden.stream()
            .map(
                layer ->
                    new Hidden(layer.linear.prepare(preparation), layer.norm.prepare(preparation)))
            .toList(),
        output.prepareExact(preparation));
  }
}
