package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Layer normalisation over the last dimension.
 *
 * @param weight {@code [C]}
 * @param bias {@code [C]}
 */
record LayerNorm(Tensor weight, Tensor bias) {
  private static final double EPS = 1e-5;

  static LayerNorm of(ParameterTree tree, int dim) {
    return new LayerNorm(
        tree.parameter("weight", () -> Ops.add(Ops.zeros(dim), 1)),
        tree.parameter("bias", () -> Ops.zeros(dim)));
  }

  Tensor apply(Tensor x) {
    return NeuralOps.layerNorm(x, weight, bias, EPS);
  }
}
