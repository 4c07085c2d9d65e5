package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The trainable life of a {@link Convolution}: weight, then bias or norm. */
final class PlainConvolution implements Convolution {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final @Nullable Norm norm;
  private final int stride;
  private final int padding;
  private final int groups;

  private PlainConvolution(
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable Norm norm,
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
      Weights weights, NormFactory norms, int in, int out, int kernel, int stride, int groups) {
    Tensor weight = weights.parameter("weight", out, in / groups, kernel, kernel);
    Norm norm = norms.create(weights.child("norm"), out);
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
    Folded folded = fold();
    return NeuralOps.conv2d(
        x, Ops.like(folded.weight, x), Ops.like(folded.bias, x), stride, padding, groups);
  }

  /** The result before the norm, {@code [B, O, H', W']}. */
  Tensor applyWithoutNorm(Tensor x) {
    return NeuralOps.conv2d(x, weight, bias, stride, padding, groups);
  }

  @Override
  public Convolution training(Function<BatchNorm, RunningStatistics> running) {
    return norm instanceof BatchNorm trained
        ? new NormedConvolution(this, trained, running.apply(trained))
        : this;
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    Folded folded = fold();
    return new PreparedConvolution(
        preparation.own(Ops.channelsLast(folded.weight.detach())),
        preparation.own(folded.bias.detach().clone()),
        stride,
        padding,
        groups);
  }

  private record Folded(Tensor weight, Tensor bias) {}

  /**
   * Weight and bias that do what the norm does. Scaling the few weights instead of the large map
   * saves two passes over it in both directions, and the memory for what they leave behind.
   */
  private Folded fold() {
    if (norm == null) {
      return new Folded(weight, bias == null ? Ops.zerosLike(weight, weight.size(0)) : bias);
    }
    Tensor scale = norm.scale();
    return new Folded(weight.mul(scale.view(scale.size(0), 1, 1, 1)), norm.shift(scale));
  }
}
