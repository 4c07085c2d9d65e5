package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;

/** Layer normalisation over the last dimension. */
final class LayerNorm {
  private static final double EPS = 1e-5;

  private final Tensor weight;
  private final Tensor bias;

  private LayerNorm(Tensor weight, Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  static LayerNorm of(Weights weights, int dim) {
    return new LayerNorm(weights.parameter("weight", dim), weights.parameter("bias", dim));
  }

  Tensor apply(Tensor x) {
    return NeuralOps.layerNorm(x, weight, bias, EPS);
  }

  LayerNorm prepare(Preparation preparation) {
    return new LayerNorm(preparation.keep(weight), preparation.keep(bias));
  }
}
