package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * What follows a convolution of the backbone and keeps its channels in order. With the statistics
 * that it holds it does {@code x * scale + shift}, so that it can be folded into the convolution.
 */
interface Norm {
  /** What is added to a variance. */
  double EPS = 1e-5;

  /** {@return what normalised channels are multiplied by, {@code [C]}} */
  Tensor weight();

  /** {@return what is then added, {@code [C]}} */
  Tensor bias();

  /** {@return the mean of each channel, {@code [C]}} */
  Tensor mean();

  /** {@return the variance of each channel, {@code [C]}} */
  Tensor var();

  /** What a channel is multiplied by, {@code [C]}: {@code weight / sqrt(var + eps)}. */
  default Tensor scale() {
    return weight().mul(Ops.add(var(), EPS).rsqrt());
  }

  /** What is then added, {@code [C]}, for the given {@link #scale}: {@code bias - mean * scale}. */
  default Tensor shift(Tensor scale) {
    return bias().sub(mean().mul(scale));
  }
}
