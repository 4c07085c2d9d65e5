package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer: {@code x · weightᵀ + bias}, computed in the precision of {@code x}.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
record Linear(Tensor weight, Tensor bias) {

  /** A layer of a transformer. */
  static Linear inTransformer(ParameterTree tree, int in, int out) {
    return of(tree, () -> FreshValues.glorot(out, in), () -> FreshValues.linear(in, out));
  }

  /** A layer as PyTorch makes them. */
  static Linear plain(ParameterTree tree, int in, int out) {
    return of(tree, () -> FreshValues.linear(in, out, in), () -> FreshValues.linear(in, out));
  }

  /** A layer that answers zero until it is trained. */
  static Linear zero(ParameterTree tree, int in, int out) {
    return of(tree, () -> Ops.zeros(out, in), () -> Ops.zeros(out));
  }

  /** What {@code nn.MultiheadAttention} does with the heads' results. */
  static Linear attentionOutput(ParameterTree tree, int dim) {
    return of(tree, () -> FreshValues.glorot(dim, dim), () -> Ops.zeros(dim));
  }

  /** The projections to queries, keys and values of {@code nn.MultiheadAttention}, in one. */
  static Linear attentionInput(ParameterTree tree, int dim) {
    return new Linear(
        tree.parameter("in_proj_weight", () -> FreshValues.glorot(3 * dim, dim)),
        tree.parameter("in_proj_bias", () -> Ops.zeros(3L * dim)));
  }

  private static Linear of(ParameterTree tree, Supplier<Tensor> weight, Supplier<Tensor> bias) {
    return new Linear(tree.parameter("weight", weight), tree.parameter("bias", bias));
  }

  /** The layer of some of the outputs. */
  Linear outputs(long start, long count) {
    return new Linear(weight.narrow(0, start, count), bias.narrow(0, start, count));
  }

  /** Returns {@code [..., out]} of {@code [..., in]}. */
  Tensor apply(Tensor x) {
    return NeuralOps.linear(x, Ops.like(weight, x), Ops.like(bias, x));
  }
}
