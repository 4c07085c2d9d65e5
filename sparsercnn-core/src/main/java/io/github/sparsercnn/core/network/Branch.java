package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The classification or box branch of a stage ({@code cls_module}, {@code reg_module}): linear
 * without bias, layer norm, ReLU, some times over, then the layer that predicts.
 *
 * @param hidden linear layers
 * @param norms one per hidden layer
 * @param output the predicting layer
 */
record Branch(List<Linear> hidden, List<LayerNorm> norms, Linear output) {
  private static final int MODULES_PER_LAYER = 3;

  /**
   * Reads a branch.
   *
   * @param weights of the stage
   * @param module name of the hidden layers' list
   * @param predictor name of the predicting layer
   * @param layers number of hidden layers
   */
  static Branch of(
      Weights weights, String module, String predictor, int layers, int dim, int outputs) {
    List<Linear> hidden = new ArrayList<>();
    List<LayerNorm> norms = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      Weights list = weights.child(module);
      int index = i * MODULES_PER_LAYER;
      hidden.add(Linear.withoutBias(list.child(Integer.toString(index)), dim, dim));
      norms.add(LayerNorm.of(list.child(Integer.toString(index + 1)), dim));
    }
    return new Branch(hidden, norms, Linear.of(weights.child(predictor), dim, outputs));
  }

  /** Returns {@code [n, outputs]} of {@code [n, C]}. */
  Tensor apply(Tensor x) {
    for (int i = 0; i < hidden.size(); i++) {
      x = NeuralOps.relu(norms.get(i).apply(hidden.get(i).apply(x)));
    }
    return output.apply(x);
  }

  Branch prepare(Preparation preparation) {
    return new Branch(
        hidden.stream().map(layer -> layer.prepare(preparation)).toList(),
        norms.stream().map(norm -> norm.prepare(preparation)).toList(),
        output.prepare(preparation));
  }
}
