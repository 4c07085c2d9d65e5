package io.github.sparsercnn.core.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and linear layers of oneDNN whose weights lie in memory as its kernels read them,
 * with what follows them (ReLU, a sum) computed before a result leaves the cache.
 *
 * <p>Only for prediction on the CPU, in float32 or bfloat16: there is no gradient. Same rules as
 * {@link Ops}.
 */
public final class PackedOps {
  private static final String NOTHING = "none";
  private static final String RELU = "relu";
  private static final String ADD = "add";

  private PackedOps() {}

  /** The operators, found at the first use: some platforms are built without oneDNN. */
  private static final class Operators {
    static final BoxedOperator PACK_CONVOLUTION =
        BoxedOperator.find("mkldnn::_reorder_convolution_weight", "");
    static final BoxedOperator CONVOLUTION =
        BoxedOperator.find("mkldnn::_convolution_pointwise", "");
    static final BoxedOperator CONVOLUTION_ADD =
        BoxedOperator.find("mkldnn::_convolution_pointwise_", "binary");
    static final BoxedOperator PACK_LINEAR =
        BoxedOperator.find("mkldnn::_reorder_linear_weight", "");
    static final BoxedOperator LINEAR = BoxedOperator.find("mkldnn::_linear_pointwise", "");
  }

  /**
   * Whether a weight can be packed.
   *
   * @param weight of a layer
   */
  public static boolean canPack(Tensor weight) {
    ScalarType type = weight.scalar_type().intern();
    return weight.is_cpu()
        && (type == ScalarType.Float || type == ScalarType.BFloat16)
        && torch.hasMKLDNN();
  }

  /**
   * Packs the weight of a convolution.
   *
   * @param weight {@code [O, C / groups, k, k]}
   * @param geometry of the convolution
   * @return an opaque tensor, for {@link #convolution} and {@link #convolutionAdd} only
   */
  public static Tensor packConvolution(Tensor weight, Geometry geometry) {
    return Operators.PACK_CONVOLUTION.call(
        weight,
        geometry.paddings(),
        geometry.strides(),
        geometry.dilations(),
        geometry.groups(),
        null);
  }

  /**
   * A convolution, perhaps followed by ReLU.
   *
   * @param x {@code [B, C, H, W]} channels-last
   * @param packed of {@link #packConvolution}
   * @param bias {@code [O]}
   * @return {@code [B, O, H', W']} channels-last
   */
  public static Tensor convolution(
      Tensor x, Tensor packed, Tensor bias, Geometry geometry, boolean relu) {
    return Operators.CONVOLUTION.call(
        x,
        packed,
        bias,
        geometry.paddings(),
        geometry.strides(),
        geometry.dilations(),
        geometry.groups(),
        relu ? RELU : NOTHING,
        List.of(),
        "");
  }

  /**
   * A convolution that adds its result to a tensor, perhaps followed by ReLU.
   *
   * @param x {@code [B, C, H, W]} channels-last
   * @param sum {@code [B, O, H', W']} channels-last; overwritten
   * @param packed of {@link #packConvolution}
   * @param bias {@code [O]}
   * @return {@code sum}
   */
  public static Tensor convolutionAdd(
      Tensor x, Tensor sum, Tensor packed, Tensor bias, Geometry geometry, boolean relu) {
    return Operators.CONVOLUTION_ADD.call(
        sum,
        x,
        packed,
        bias,
        geometry.paddings(),
        geometry.strides(),
        geometry.dilations(),
        geometry.groups(),
        ADD,
        1.0,
        relu ? RELU : null,
        List.of(),
        null);
  }

  /**
   * Packs the weight of a linear layer.
   *
   * @param weight {@code [out, in]}
   * @param rows of a typical input; others work too
   * @return an opaque tensor, for {@link #linear} only
   */
  public static Tensor packLinear(Tensor weight, long rows) {
    return Operators.PACK_LINEAR.call(weight, rows);
  }

  /**
   * A linear layer, perhaps followed by ReLU.
   *
   * @param x {@code [..., in]}
   * @param packed of {@link #packLinear}
   * @param bias {@code [out]}, or null
   * @return {@code [..., out]}
   */
  public static Tensor linear(Tensor x, Tensor packed, @Nullable Tensor bias, boolean relu) {
    return Operators.LINEAR.call(x, packed, bias, relu ? RELU : NOTHING, List.of(), "");
  }
}
