package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The trainable life of a {@link Convolution}: weight, then bias or norm. */
final class PlainConvolution implements Convolution {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final @Nullable FrozenBatchNorm norm;
  private final int stride;
  private final int padding;
  private final int groups;

  private PlainConvolution(
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable FrozenBatchNorm norm,
      int kernel,
      int stride,
      int groups) {
    this.weight = weight;
    this.bias = bias;
    this.norm = norm;
    this.stride = stride;
    this.padding = kernel / 2;
    this.groups = groups;
  }

  /** A convolution of the backbone: no bias, followed by a norm. */
  static PlainConvolution withNorm(
      Weights weights, int in, int out, int kernel, int stride, int groups) {
    Tensor weight = weights.parameter("weight", out, in / groups, kernel, kernel);
    FrozenBatchNorm norm = new FrozenBatchNorm(weights.child("norm"), out);
    return new PlainConvolution(weight, null, norm, kernel, stride, groups);
  }

  /** A convolution of the pyramid: bias, no norm, stride 1. */
  static PlainConvolution withBias(Weights weights, int in, int out, int kernel) {
    Tensor weight = weights.parameter("weight", out, in, kernel, kernel);
    Tensor bias = weights.parameter("bias", out);
    return new PlainConvolution(weight, bias, null, kernel, 1, 1);
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = NeuralOps.conv2d(x, weight, bias, stride, padding, groups);
    return norm == null ? y : norm.apply(y);
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return NeuralOps.relu(apply(x));
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor residual) {
    return NeuralOps.relu(apply(x).add(residual));
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    Tensor foldedWeight = weight.detach();
    Tensor foldedBias =
        bias == null ? Ops.zerosLike(weight, weight.size(0)) : bias.detach().clone();
    if (norm != null) {
      Tensor scale = norm.scale();
      foldedWeight = foldedWeight.mul(scale.view(scale.size(0), 1, 1, 1));
      foldedBias = norm.shift(scale);
    }
    return new PreparedConvolution(
        preparation.own(Ops.channelsLast(foldedWeight)),
        preparation.own(foldedBias),
        stride,
        padding,
        groups);
  }
}
