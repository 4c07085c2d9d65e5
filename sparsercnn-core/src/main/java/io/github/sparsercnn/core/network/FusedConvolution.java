package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.CudnnOps;
import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * The immutable life of a {@link Convolution} on a GPU: norm folded in, ReLU and residual sum
 * computed with it by cuDNN.
 */
final class FusedConvolution extends PreparedConvolution {
  FusedConvolution(Tensor weight, Tensor bias, Geometry geometry) {
    super(weight, bias, geometry);
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
}
