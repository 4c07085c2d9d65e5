package io.github.sparsercnn.core.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Convolutions of oneDNN on bytes: activations are uint8 with one scale and zero point for a
 * tensor, weights int8 with one scale for an output channel, sums int32.
 *
 * <p>Only for prediction on the CPU. Same rules as {@link Ops}.
 */
public final class QuantizedOps {
  private static final int LARGEST_BYTE = 255;
  private static final int LARGEST_WEIGHT = 127;
  private static final String NOTHING = "none";
  private static final String RELU = "relu";
  private static final String SUM = "sum";

  private QuantizedOps() {}

  /** The operators, found at the first use: some platforms are built without oneDNN. */
  private static final class Operators {
    static final BoxedOperator PACK = BoxedOperator.find("onednn::qconv_prepack", "");
    static final BoxedOperator CONVOLUTION = BoxedOperator.find("onednn::qconv2d_pointwise", "");
    static final BoxedOperator CONVOLUTION_SUM =
        BoxedOperator.find("onednn::qconv2d_pointwise", "binary");
  }

  /**
   * What the bytes of a tensor stand for: {@code (byte - zeroPoint) * scale}.
   *
   * @param scale above 0
   * @param zeroPoint in [0, 255]
   */
  public record Bytes(double scale, int zeroPoint) {
    /** What covers a range. */
    public static Bytes covering(double min, double max) {
      double low = Math.min(min, 0);
      double high = Math.max(max, 0);
      double scale = Math.max(high - low, Float.MIN_NORMAL) / LARGEST_BYTE;
      return new Bytes(scale, (int) Math.round(-low / scale));
    }
  }

  /**
   * A convolution's weight as bytes.
   *
   * @param packed opaque
   * @param scales {@code [O]} float32
   * @param zeroPoints {@code [O]} int32, all 0
   */
  public record Weight(Tensor packed, Tensor scales, Tensor zeroPoints) {}

  /** Rounds a tensor to bytes. */
  public static Tensor quantize(Tensor x, Bytes bytes) {
    return torch
        .quantize_per_tensor(Ops.toFloat(x), bytes.scale, (long) bytes.zeroPoint, ScalarType.QUInt8)
        .int_repr();
  }

  /**
   * Rounds and packs a weight.
   *
   * @param weight {@code [O, C / groups, k, k]}
   * @param input what the bytes of the input stand for
   */
  public static Weight packConvolution(Tensor weight, Bytes input, Geometry geometry) {
    long out = weight.size(0);
    Tensor largest = weight.abs().reshape(out, -1).amax(new long[] {1}, false);
    Tensor scales = Ops.clampMin(Ops.div(largest, LARGEST_WEIGHT), Float.MIN_NORMAL);
    Tensor rounded =
        Ops.clamp(weight.div(scales.view(out, 1, 1, 1)).round(), -LARGEST_WEIGHT, LARGEST_WEIGHT);
    Tensor packed =
        Operators.PACK.call(
            rounded.to(ScalarType.Char),
            scales,
            input.scale,
            input.zeroPoint,
            geometry.strides(),
            geometry.paddings(),
            geometry.dilations(),
            geometry.groups(),
            null);
    return new Weight(packed, scales, Ops.toInt(Ops.zerosLike(scales, out)));
  }

  /**
   * A convolution, perhaps followed by ReLU, to bytes.
   *
   * @param x {@code [B, C, H, W]} uint8 channels-last
   * @param input what its bytes stand for
   * @param bias {@code [O]} float32
   * @param output what the bytes of the result stand for
   */
  public static Tensor convolution(
      Tensor x,
      Bytes input,
      Weight weight,
      Tensor bias,
      Geometry geometry,
      Bytes output,
      boolean relu) {
    return convolution(x, input, weight, bias, geometry, output, ScalarType.Byte, relu);
  }

  /** A convolution to bfloat16; arguments as above. */
  public static Tensor convolutionToBfloat16(
      Tensor x, Bytes input, Weight weight, Tensor bias, Geometry geometry, boolean relu) {
    return convolution(
        x, input, weight, bias, geometry, new Bytes(1, 0), ScalarType.BFloat16, relu);
  }

  private static Tensor convolution(
      Tensor x,
      Bytes input,
      Weight weight,
      Tensor bias,
      Geometry geometry,
      Bytes output,
      ScalarType type,
      boolean relu) {
    return Operators.CONVOLUTION.call(
        x,
        input.scale,
        input.zeroPoint,
        weight.packed,
        weight.scales,
        weight.zeroPoints,
        bias,
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups(),
        output.scale,
        output.zeroPoint,
        (int) type.value,
        relu ? RELU : NOTHING,
        List.of(),
        "");
  }

  /**
   * A convolution that adds its result to a tensor, perhaps followed by ReLU.
   *
   * @param x {@code [B, C, H, W]} uint8 channels-last
   * @param input what its bytes stand for
   * @param sum {@code [B, O, H', W']} channels-last, uint8 or bfloat16; overwritten
   * @param addend what the bytes of {@code sum} stand for before
   * @param output what they stand for after
   * @return {@code sum}
   */
  public static Tensor convolutionAdd(
      Tensor x,
      Bytes input,
      Tensor sum,
      Bytes addend,
      Weight weight,
      Tensor bias,
      Geometry geometry,
      Bytes output,
      boolean relu) {
    return Operators.CONVOLUTION_SUM.call(
        x,
        input.scale,
        input.zeroPoint,
        weight.packed,
        weight.scales,
        weight.zeroPoints,
        sum,
        bias,
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups(),
        output.scale,
        output.zeroPoint,
        (int) sum.scalar_type().intern().value,
        addend.scale,
        addend.zeroPoint,
        SUM,
        1.0,
        relu ? RELU : NOTHING,
        List.of(),
        "");
  }
}
