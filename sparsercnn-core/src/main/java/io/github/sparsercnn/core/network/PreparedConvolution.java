package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;

/** The immutable life of a {@link Convolution}: norm folded into weight and bias, channels-last. */
final class PreparedConvolution implements Convolution {
  private final Tensor weight;
  private final Tensor bias;
  private final int stride;
  private final int padding;
  private final int groups;

  PreparedConvolution(Tensor weight, Tensor bias, int stride, int padding, int groups) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.padding = padding;
    this.groups = groups;
  }

  @Override
  public Tensor apply(Tensor x) {
    return NeuralOps.conv2d(x, weight, bias, stride, padding, groups);
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return this;
  }
}
