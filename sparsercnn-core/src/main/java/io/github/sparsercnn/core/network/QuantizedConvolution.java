package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.QuantizedOps;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;
import io.github.sparsercnn.core.torch.QuantizedOps.Weight;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The immutable life of a {@link Convolution} on the CPU that reads bytes. */
final class QuantizedConvolution implements Convolution {
  private final Weight weight;
  private final Tensor bias;
  private final Geometry geometry;
  private final Meaning meaning;

  private QuantizedConvolution(Weight weight, Tensor bias, Geometry geometry, Meaning meaning) {
    this.weight = weight;
    this.bias = bias;
    this.geometry = geometry;
    this.meaning = meaning;
  }

  /**
   * What bytes stand for around a convolution.
   *
   * @param input of what it reads
   * @param residual of what it adds itself to, if it does and these are bytes
   * @param output of what it makes, null to make bfloat16
   */
  record Meaning(Bytes input, Bytes residual, @Nullable Bytes output) {
    /** What bytes mean where there are none. */
    static final Bytes NONE = new Bytes(1, 0);
  }

  /**
   * Rounds a weight.
   *
   * @param preparation owns what is made
   * @param weight {@code [O, C / groups, k, k]} float32
   * @param bias {@code [O]} float32
   */
  static QuantizedConvolution of(
      Preparation preparation, Tensor weight, Tensor bias, Geometry geometry, Meaning meaning) {
    Weight packed = QuantizedOps.packConvolution(weight, meaning.input, geometry);
    return new QuantizedConvolution(
        new Weight(
            preparation.own(packed.packed()),
            preparation.own(packed.scales()),
            preparation.own(packed.zeroPoints())),
        preparation.own(bias.clone()),
        geometry,
        meaning);
  }

  @Override
  public Tensor apply(Tensor x) {
    return apply(x, false);
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return apply(x, true);
  }

  private Tensor apply(Tensor x, boolean relu) {
    Bytes output = meaning.output;
    return output == null
        ? QuantizedOps.convolutionToBfloat16(x, meaning.input, weight, bias, geometry, relu)
        : QuantizedOps.convolution(x, meaning.input, weight, bias, geometry, output, relu);
  }

  @Override
  public Tensor applyAdd(Tensor x, Tensor addend) {
    return applyAdd(x, addend, false);
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor addend) {
    return applyAdd(x, addend, true);
  }

  private Tensor applyAdd(Tensor x, Tensor addend, boolean relu) {
    Bytes output = meaning.output;
    return QuantizedOps.convolutionAdd(
        x,
        meaning.input,
        addend,
        meaning.residual,
        weight,
        bias,
        geometry,
        output == null ? Meaning.NONE : output,
        relu);
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return this;
  }
}
