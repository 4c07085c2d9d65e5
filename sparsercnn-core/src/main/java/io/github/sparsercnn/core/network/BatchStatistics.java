package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;

/** Which pictures a {@link BatchNorm} takes the statistics of a batch from. */
@FunctionalInterface
interface BatchStatistics {
  /** This process' own pictures (PyTorch {@code BatchNorm2d}). */
  BatchStatistics OWN =
      (x, norm, running) ->
          NeuralOps.batchNorm(
              x,
              norm.weight(),
              norm.bias(),
              running.mean(),
              running.var(),
              running.momentum(),
              Norm.EPS);

  /**
   * Normalises a batch with its own statistics.
   *
   * @param x {@code [B, C, H, W]}
   * @param norm gives weight and bias
   * @param running the statistics are added to these
   * @return of the shape of {@code x}
   */
  Tensor normalize(Tensor x, Norm norm, RunningStatistics running);
}
