package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * With what parameters begin: that of DETR (N. Carion et al., "End-to-End Object Detection with
 * Transformers", ECCV 2020). Random ones come from LibTorch's own generator.
 */
final class FreshValues {
  private FreshValues() {}

  /** A matrix of a transformer: even, with the variance {@code 2 / (in + out)} (Glorot). */
  static Tensor glorot(int out, int in) {
    return uniform(Math.sqrt(6.0 / (in + out)), out, in);
  }

  /** What a linear layer of PyTorch begins with, weight or bias: even in ±1/√in. */
  static Tensor linear(int in, long... shape) {
    return uniform(1 / Math.sqrt(in), shape);
  }

  /** What an embedding of PyTorch begins with. */
  static Tensor normal(long rows, long columns) {
    return Ops.zeros(rows, columns).normal_(0, 1, new GeneratorOptional());
  }

  private static Tensor uniform(double bound, long... shape) {
    return Ops.zeros(shape).uniform_(-bound, bound, new GeneratorOptional());
  }
}
