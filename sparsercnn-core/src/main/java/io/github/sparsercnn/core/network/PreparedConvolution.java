package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.PackedOps;
import org.bytedeco.pytorch.Tensor;

/** The immutable life of a {@link Convolution}: norm folded into weight and bias, channels-last. */
final class PreparedConvolution implements Convolution {
  private final Tensor weight;
  private final Tensor bias;
  private final PackedOps.Geometry geometry;

  PreparedConvolution(Tensor weight, Tensor bias, PackedOps.Geometry geometry) {
    this.weight = weight;
    this.bias = bias;
    this.geometry = geometry;
  }

  @Override
  public Tensor apply(Tensor x) {
    return NeuralOps.conv2d(
        Ops.like(x, weight),
        weight,
        bias,
        geometry.stride(),
        geometry.padding(),
        geometry.groups());
  }

  @Override
  public Convolution withoutPadding() {
    return new PreparedConvolution(weight, bias, geometry.withoutPadding());
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return this;
  }
}
