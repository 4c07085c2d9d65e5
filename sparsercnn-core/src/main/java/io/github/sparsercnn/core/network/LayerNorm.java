package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/** Layer normalisation over the last dimension. */
final class LayerNorm {
  private static final double EPS = 1e-5;

  private final Tensor weight;
  private final Tensor bias;

  /** The same in the precision of the prepared layers, for GPUs. */
  private final Tensor lowWeight;

  private final Tensor lowBias;

  private LayerNorm(Tensor weight, Tensor bias, Tensor lowWeight, Tensor lowBias) {
    this.weight = weight;
    this.bias = bias;
    this.lowWeight = lowWeight;
    this.lowBias = lowBias;
  }

  static LayerNorm of(Weights weights, int dim) {
    Tensor weight = weights.parameter("weight", dim);
    Tensor bias = weights.parameter("bias", dim);
    return new LayerNorm(weight, bias, weight, bias);
  }

  Tensor apply(Tensor x) {
    // GPUs want one element type for all three; on the CPU, float32 weights cost nothing.
    return x.is_cpu() || Ops.sameType(x, weight)
        ? NeuralOps.layerNorm(x, weight, bias, EPS)
        : NeuralOps.layerNorm(x, Ops.like(lowWeight, x), Ops.like(lowBias, x), EPS);
  }

  LayerNorm prepare(Preparation preparation) {
    Tensor keptWeight = preparation.keep(weight);
    Tensor keptBias = preparation.keep(bias);
    return new LayerNorm(
        keptWeight,
        keptBias,
        preparation.own(preparation.inPrecision(keptWeight)),
        preparation.own(preparation.inPrecision(keptBias)));
  }
}
