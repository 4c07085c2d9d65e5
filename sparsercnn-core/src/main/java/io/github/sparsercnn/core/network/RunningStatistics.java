package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * What a {@link BatchNorm} remembers of the batches that it has seen.
 *
 * @param mean {@code [C]}
 * @param var {@code [C]}, of unbiased variances
 * @param batches how many they were, an int64 scalar
 * @param momentum the share of the next batch
 */
record RunningStatistics(Tensor mean, Tensor var, Tensor batches, double momentum) {
  /** PyTorch's default, which detectron2 keeps. */
  private static final double MOMENTUM = 0.1;

  static RunningStatistics of(Weights weights, int channels) {
    return new RunningStatistics(
        weights.buffer("running_mean", channels),
        weights.buffer("running_var", channels),
        weights.counter("num_batches_tracked"),
        MOMENTUM);
  }

  /** Statistics of the same channels that remember the last batch only. */
  RunningStatistics ofLastBatch() {
    return new RunningStatistics(
        Ops.zerosLike(mean, mean.size(0)),
        Ops.zerosLike(var, var.size(0)),
        Ops.zerosLike(batches),
        1);
  }

  /** Adds a batch's mean and unbiased variance. */
  void add(Tensor batchMean, Tensor batchVar) {
    Ops.mulInPlace(mean, 1 - momentum).add_(Ops.mul(batchMean, momentum));
    Ops.mulInPlace(var, 1 - momentum).add_(Ops.mul(batchVar, momentum));
  }
}
