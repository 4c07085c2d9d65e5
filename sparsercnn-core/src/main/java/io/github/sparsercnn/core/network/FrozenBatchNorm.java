package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Batch normalisation with fixed statistics (detectron2 {@code FrozenBatchNorm2d}): per channel
 * {@code x * scale + shift} with {@code scale = weight / sqrt(running_var + eps)} and {@code shift
 * = bias - running_mean * scale}.
 */
final class FrozenBatchNorm {
  private static final double EPS = 1e-5;

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVar;

  FrozenBatchNorm(Weights weights, int channels) {
    weight = weights.buffer("weight", channels);
    bias = weights.buffer("bias", channels);
    runningMean = weights.buffer("running_mean", channels);
    runningVar = weights.buffer("running_var", channels);
  }

  /** What a channel is multiplied by, {@code [C]}. */
  Tensor scale() {
    return weight.mul(Ops.add(runningVar, EPS).rsqrt());
  }

  /** What is then added, {@code [C]}, for the given {@link #scale}. */
  Tensor shift(Tensor scale) {
    return bias.sub(runningMean.mul(scale));
  }
}
