package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * Batch normalisation with fixed statistics (detectron2 {@code FrozenBatchNorm2d}).
 *
 * @param weight {@code [C]}
 * @param bias {@code [C]}
 * @param mean {@code [C]}
 * @param var {@code [C]}
 */
record FrozenBatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor var) implements Norm {
  static FrozenBatchNorm of(Weights weights, int channels) {
    return new FrozenBatchNorm(
        weights.buffer("weight", channels),
        weights.buffer("bias", channels),
        weights.buffer("running_mean", channels),
        weights.buffer("running_var", channels));
  }
}
