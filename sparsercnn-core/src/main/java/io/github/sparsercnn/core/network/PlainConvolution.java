package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.NeuralOps.ConvolutionGradients;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.PackedOps;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The trainable life of a {@link Convolution}: weight, then bias or norm. */
final class PlainConvolution implements Convolution {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final @Nullable Norm norm;
  private final Geometry geometry;

  private PlainConvolution(
      Tensor weight, @Nullable Tensor bias, @Nullable Norm norm, Geometry geometry) {
    this.weight = weight;
    this.bias = bias;
    this.norm = norm;
    this.geometry = geometry;
  }

  /** A convolution of the backbone: no bias, followed by a norm. */
  static PlainConvolution withNorm(
      Weights weights, NormFactory norms, int in, int out, int kernel, int stride, int groups) {
    Tensor weight = weights.parameter("weight", out, in / groups, kernel, kernel);
    Norm norm = norms.create(weights.child("norm"), out);
    return new PlainConvolution(weight, null, norm, new Geometry(stride, kernel / 2, groups));
  }

  /** A convolution of the pyramid: bias, no norm, stride 1. */
  static PlainConvolution withBias(Weights weights, int in, int out, int kernel) {
    Tensor weight = weights.parameter("weight", out, in, kernel, kernel);
    Tensor bias = weights.parameter("bias", out);
    return new PlainConvolution(weight, bias, null, new Geometry(1, kernel / 2, 1));
  }

  @Override
  public Tensor apply(Tensor x) {
    if (norm != null && weight.requires_grad() && Ops.sameType(x, weight)) {
      return scaled(norm, applyWithoutNorm(x));
    }
    Folded folded = fold();
    return NeuralOps.conv2d(x, Ops.like(folded.weight, x), Ops.like(folded.bias, x), geometry);
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return isFixed(x) ? fixed(x).applyRelu(x) : Convolution.super.applyRelu(x);
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor residual) {
    return isFixed(x) && !residual.requires_grad()
        ? fixed(x).applyAddRelu(x, residual)
        : Convolution.super.applyAddRelu(x, residual);
  }

  /** Whether this is a layer of a frozen stage, which no gradient passes. */
  private boolean isFixed(Tensor x) {
    return norm != null
        && !weight.requires_grad()
        && !x.requires_grad()
        && PackedOps.canPack(x)
        && PackedOps.canPack(weight);
  }

  /** What prediction makes of such a layer: ReLU and sum cost nothing there. */
  private Convolution fixed(Tensor x) {
    Folded folded = fold();
    return PackedConvolution.passing(
        Ops.like(folded.weight, x), Ops.like(folded.bias, x), geometry);
  }

  /**
   * What the norm makes of a result, in the order of the official code. Folding is as exact and
   * saves two passes, but rounds the weights, and Adam's first steps turn the rounding of small
   * gradients into large differences: with this order single precision stays on the official path
   * for one step more.
   */
  private static Tensor scaled(Norm norm, Tensor result) {
    Tensor scale = norm.scale();
    Tensor shift = norm.shift(scale);
    long channels = scale.size(0);
    return result.mul_(scale.view(1, channels, 1, 1)).add_(shift.view(1, channels, 1, 1));
  }

  /** The result before the norm, {@code [B, O, H', W']}. */
  Tensor applyWithoutNorm(Tensor x) {
    return NeuralOps.conv2d(x, weight, bias, geometry);
  }

  @Override
  public Convolution withoutPadding() {
    return new PlainConvolution(weight, bias, norm, geometry.withoutPadding());
  }

  @Override
  public Tensor backward(Tensor x, Tensor gradient, GradientRoots roots) {
    if (norm != null) {
      throw new UnsupportedOperationException("only without a norm");
    }
    ConvolutionGradients gradients =
        NeuralOps.conv2dGradients(gradient, x, Ops.like(weight.detach(), x), geometry);
    roots.add(weight, Ops.like(gradients.weight(), weight));
    if (bias != null) {
      roots.add(bias, Ops.like(gradients.bias(), bias));
    }
    return gradients.x();
  }

  @Override
  public Convolution training(Function<BatchNorm, RunningStatistics> running) {
    return norm instanceof BatchNorm trained
        ? new NormedConvolution(this, trained, running.apply(trained))
        : this;
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    // What leads to a layer would else stay until all layers are there.
    try (TensorScope scope = TensorScope.open()) {
      Folded folded = fold();
      return preparation.convolution(folded.weight, folded.bias, geometry);
    }
  }

  @Override
  public Convolution quantize(Preparation preparation, QuantizedConvolution.Meaning meaning) {
    try (TensorScope scope = TensorScope.open()) {
      Folded folded = fold();
      return QuantizedConvolution.of(
          preparation, folded.weight.detach(), folded.bias.detach(), geometry, meaning);
    }
  }

  private record Folded(Tensor weight, Tensor bias) {}

  /**
   * Weight and bias that do what the norm does, for layers that are not trained and for mixed
   * precision. Scaling the few weights instead of the large map saves two passes over it.
   */
  private Folded fold() {
    if (norm == null) {
      return new Folded(weight, bias == null ? Ops.zerosLike(weight, weight.size(0)) : bias);
    }
    Tensor scale = norm.scale();
    return new Folded(weight.mul(scale.view(scale.size(0), 1, 1, 1)), norm.shift(scale));
  }
}
