package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A 2-D convolution with what belongs to it: its bias or norm. Blocks are written once against this
 * type; {@link PlainConvolution} is its trainable life, {@link PreparedConvolution} the other.
 */
interface Convolution {
  /** Returns {@code [B, O, H', W']} of {@code [B, C, H, W]}. */
  Tensor apply(Tensor x);

  /** {@link #apply} followed by ReLU. */
  Tensor applyRelu(Tensor x);

  /** {@link #apply}, plus {@code residual}, followed by ReLU. */
  Tensor applyAddRelu(Tensor x, Tensor residual);

  /** The immutable form for prediction. */
  Convolution prepare(Preparation preparation);
}
