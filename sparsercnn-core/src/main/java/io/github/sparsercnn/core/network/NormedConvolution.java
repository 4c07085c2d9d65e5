package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A {@link PlainConvolution} in a training pass: its norm takes the statistics from the batch.
 *
 * @param convolution gives the weight
 * @param norm of its result
 * @param running what the batch's statistics are added to
 */
record NormedConvolution(PlainConvolution convolution, BatchNorm norm, RunningStatistics running)
    implements Convolution {
  @Override
  public Tensor apply(Tensor x) {
    return norm.apply(convolution.applyWithoutNorm(x), running);
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return convolution.prepare(preparation);
  }
}
