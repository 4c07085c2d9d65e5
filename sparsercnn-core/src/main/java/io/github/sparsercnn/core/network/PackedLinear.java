package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.PackedOps;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A linear layer for prediction on the CPU: weight packed for oneDNN, ReLU computed with it. */
final class PackedLinear extends Linear {
  /** Rows that the weight is packed for, as many as there are proposals in a usual network. */
  private static final long TYPICAL_ROWS = 100;

  private final Tensor packed;
  private final @Nullable Tensor bias;

  private PackedLinear(Tensor packed, @Nullable Tensor bias) {
    super(packed, bias);
    this.packed = packed;
    this.bias = bias;
  }

  /**
   * Packs a weight.
   *
   * @param preparation owns what is made
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, owned already, of the weight's type; or null
   */
  static PackedLinear of(Preparation preparation, Tensor weight, @Nullable Tensor bias) {
    return new PackedLinear(preparation.own(PackedOps.packLinear(weight, TYPICAL_ROWS)), bias);
  }

  @Override
  Tensor apply(Tensor x) {
    return PackedOps.linear(Ops.like(x, packed), packed, bias, false);
  }

  @Override
  Tensor applyRelu(Tensor x) {
    return PackedOps.linear(Ops.like(x, packed), packed, bias, true);
  }
}
