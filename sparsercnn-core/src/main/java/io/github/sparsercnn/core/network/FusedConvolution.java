package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.CudnnOps;
import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * The immutable life of a {@link Convolution} on a GPU: norm folded in, ReLU and residual sum
 * computed with it by cuDNN.
 */
final class FusedConvolution implements Convolution {
  private final Tensor weight;
  private final Tensor bias;
  private final Geometry geometry;

  FusedConvolution(Tensor weight, Tensor bias, Geometry geometry) {
    this.weight = weight;
    this.bias = bias;
    this.geometry = geometry;
  }

  @Override
  public Tensor apply(Tensor x) {
    return NeuralOps.conv2d(Ops.like(x, weight), weight, bias, geometry);
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return CudnnOps.convolutionRelu(Ops.like(x, weight), weight, bias, geometry);
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor residual) {
    return CudnnOps.convolutionAddRelu(Ops.like(x, weight), weight, bias, residual, geometry);
  }

  @Override
  public Convolution withoutPadding() {
    return new FusedConvolution(weight, bias, geometry.withoutPadding());
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return this;
  }
}
