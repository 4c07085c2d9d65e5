package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.PackedOps;
import org.bytedeco.pytorch.Tensor;

/**
 * The immutable life of a {@link Convolution} on the CPU: norm folded in, ReLU and residual sum
 * computed with it, weight packed for oneDNN.
 */
final class PackedConvolution implements Convolution {
  private final Tensor packed;
  private final Tensor bias;
  private final Geometry geometry;

  private PackedConvolution(Tensor packed, Tensor bias, Geometry geometry) {
    this.packed = packed;
    this.bias = bias;
    this.geometry = geometry;
  }

  /**
   * Packs a weight.
   *
   * <p>Not so in float32: there oneDNN wants another layout for each size of the input, and going
   * from one to another takes longer than the convolution, whereas going from channels-last is
   * cheap.
   *
   * @param preparation owns what is made
   * @param weight {@code [O, C / groups, k, k]}
   * @param bias {@code [O]}, owned already, of the weight's type
   */
  static PackedConvolution of(
      Preparation preparation, Tensor weight, Tensor bias, Geometry geometry) {
    Tensor plain = Ops.channelsLast(weight);
    boolean stable = Ops.isBfloat16(weight);
    return new PackedConvolution(
        preparation.own(stable ? PackedOps.packConvolution(plain, geometry) : plain.clone()),
        bias,
        geometry);
  }

  /**
   * The same of a weight that may change, so that nothing is kept of it.
   *
   * @param weight {@code [O, C / groups, k, k]}
   * @param bias {@code [O]}, of the weight's type
   * @return a convolution that lives in the open scope
   */
  static PackedConvolution passing(Tensor weight, Tensor bias, Geometry geometry) {
    return new PackedConvolution(Ops.channelsLast(weight), bias, geometry);
  }

  @Override
  public Tensor apply(Tensor x) {
    return PackedOps.convolution(input(x), packed, bias, geometry, false);
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return PackedOps.convolution(input(x), packed, bias, geometry, true);
  }

  @Override
  public Tensor applyAdd(Tensor x, Tensor addend) {
    return PackedOps.convolutionAdd(input(x), addend, packed, bias, geometry, false);
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor residual) {
    return PackedOps.convolutionAdd(input(x), residual, packed, bias, geometry, true);
  }

  private Tensor input(Tensor x) {
    return Ops.channelsLast(Ops.like(x, bias));
  }

  @Override
  public Convolution withoutPadding() {
    return new PackedConvolution(packed, bias, geometry.withoutPadding());
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return this;
  }
}
