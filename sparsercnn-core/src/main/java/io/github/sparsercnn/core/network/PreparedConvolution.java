package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/** The immutable life of a {@link Convolution}: norm folded into weight and bias, channels-last. */
class PreparedConvolution implements Convolution {
  final Tensor weight;
  final Tensor bias;
  final Geometry geometry;

  PreparedConvolution(Tensor weight, Tensor bias, Geometry geometry) {
    this.weight = weight;
    this.bias = bias;
    this.geometry = geometry;
  }

  @Override
  public Tensor apply(Tensor x) {
    return NeuralOps.conv2d(Ops.like(x, weight), weight, bias, geometry);
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
