package io.github.sparsercnn.core.torch;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Convolutions of cuDNN that compute what follows them (a residual sum, ReLU) before the result
 * goes to the GPU's memory.
 *
 * <p>Only for prediction: there is no gradient. Same rules as {@link Ops}.
 */
public final class CudnnOps {
  private static final Logger LOG = LoggerFactory.getLogger(CudnnOps.class);
  private static final Map<ScalarType, Boolean> USABLE = new EnumMap<>(ScalarType.class);
  private static final int PROBE_CHANNELS = 64;
  private static final int PROBE_SIDE = 8;

  private CudnnOps() {}

  /**
   * Whether the GPU of a weight has such convolutions for its element type: tried once for each
   * type, since it depends on GPU, driver and cuDNN.
   *
   * @param weight of a convolution
   */
  public static boolean canFuse(Tensor weight) {
    if (!weight.is_cuda()) {
      return false;
    }
    synchronized (USABLE) {
      return USABLE.computeIfAbsent(weight.scalar_type().intern(), type -> probe(weight));
    }
  }

  private static boolean probe(Tensor like) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = Ops.channelsLast(Ops.zerosLike(like, PROBE_CHANNELS, PROBE_CHANNELS, 1, 1));
      Tensor x = Ops.channelsLast(Ops.zerosLike(like, 1, PROBE_CHANNELS, PROBE_SIDE, PROBE_SIDE));
      Tensor bias = Ops.zerosLike(like, PROBE_CHANNELS);
      convolutionAddRelu(x, weight, bias, x, new Geometry(1, 0, 1));
      return true;
    } catch (RuntimeException e) {
      LOG.debug("no fused convolutions of {}: {}", like.scalar_type(), NativeErrors.text(e));
      return false;
    }
  }

  /**
   * A convolution followed by ReLU.
   *
   * @param x {@code [B, C, H, W]} channels-last
   * @param weight {@code [O, C / groups, k, k]} channels-last
   * @param bias {@code [O]}
   * @return {@code [B, O, H', W']} channels-last
   */
  public static Tensor convolutionRelu(Tensor x, Tensor weight, Tensor bias, Geometry geometry) {
    return torch.cudnn_convolution_relu(
        x,
        weight,
        new TensorOptional(bias),
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups());
  }

  /**
   * A convolution, plus a residual, followed by ReLU.
   *
   * @param x {@code [B, C, H, W]} channels-last
   * @param weight {@code [O, C / groups, k, k]} channels-last
   * @param bias {@code [O]}
   * @param residual {@code [B, O, H', W']} channels-last; not changed
   * @return {@code [B, O, H', W']} channels-last
   */
  public static Tensor convolutionAddRelu(
      Tensor x, Tensor weight, Tensor bias, Tensor residual, Geometry geometry) {
    return torch.cudnn_convolution_add_relu(
        x,
        weight,
        residual,
        new ScalarOptional(new Scalar(1.0)),
        new TensorOptional(bias),
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups());
  }
}
