package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Batch normalisation that is trained (PyTorch {@code BatchNorm2d} and {@code SyncBatchNorm}):
 * weight and bias are parameters, and in a training pass mean and variance are those of the batch.
 * Outside of training it works with the running statistics.
 */
final class BatchNorm implements Norm {
  private final Tensor weight;
  private final Tensor bias;
  private final RunningStatistics running;
  private final BatchStatistics statistics;

  BatchNorm(Weights weights, int channels, BatchStatistics statistics) {
    weight = weights.parameter("weight", channels);
    bias = weights.parameter("bias", channels);
    running = RunningStatistics.of(weights, channels);
    this.statistics = statistics;
  }

  @Override
  public Tensor weight() {
    return weight;
  }

  @Override
  public Tensor bias() {
    return bias;
  }

  @Override
  public Tensor mean() {
    return running.mean();
  }

  @Override
  public Tensor var() {
    return running.var();
  }

  /** What it works with outside of training. */
  RunningStatistics running() {
    return running;
  }

  /**
   * Normalises a batch with its own statistics and adds these to {@code into}.
   *
   * @throws ConfigException if the batch has a single value per channel
   */
  Tensor apply(Tensor x, RunningStatistics into) {
    if (statistics == BatchStatistics.OWN && x.numel() == x.size(1)) {
      throw new ConfigException(
          "MODEL.RESNETS.NORM BN gets one value per channel, "
              + Arrays.toString(HostTensors.shape(x))
              + ", expected at least two to take statistics from; train with larger pictures"
              + " (INPUT.MIN_SIZE_TRAIN) or more of them (SOLVER.IMS_PER_BATCH)");
    }
    Ops.increment(into.batches());
    return statistics.normalize(x, this, into);
  }
}
