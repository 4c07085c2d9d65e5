package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A linear layer: {@code x · weightᵀ + bias}, computed in the precision of {@code x}. */
class Linear {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  Linear(Tensor weight, @Nullable Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  static Linear of(Weights weights, int in, int out) {
    return new Linear(weights.parameter("weight", out, in), weights.parameter("bias", out));
  }

  static Linear withoutBias(Weights weights, int in, int out) {
    return new Linear(weights.parameter("weight", out, in), null);
  }

  /** The projection of queries, keys and values of {@code nn.MultiheadAttention}, in one. */
  static Linear attentionInput(Weights weights, int dim) {
    return new Linear(
        weights.parameter("in_proj_weight", 3L * dim, dim),
        weights.parameter("in_proj_bias", 3L * dim));
  }

  /** Returns {@code [..., out]} of {@code [..., in]}. */
  Tensor apply(Tensor x) {
    return NeuralOps.linear(x, Ops.like(weight, x), bias == null ? null : Ops.like(bias, x));
  }

  /** {@link #apply} followed by ReLU. */
  Tensor applyRelu(Tensor x) {
    return NeuralOps.reluInPlace(apply(x));
  }

  Linear prepare(Preparation preparation) {
    return preparation.linear(weight, bias);
  }

  /** A form that computes in float32 whatever the precision of the others. */
  Linear prepareExact(Preparation preparation) {
    return preparation.exactLinear(weight, bias);
  }
}
