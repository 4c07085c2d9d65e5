package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Where a cell lies, told in sines and cosines of many wavelengths (DETR's {@code
 * PositionEmbeddingSine}, normalised): the first half of the channels tells y, the second x, sine
 * and cosine in turn. A picture's far edge is at one turn of the longest wave, whatever its size
 * and padding.
 */
final class SinePositions {
  private static final double TEMPERATURE = 10_000;
  private static final double FULL_TURN = 2 * Math.PI;
  private static final double EPS = 1e-6;

  /** Both axes have as many channels, and each wave takes two. */
  static final int CHANNEL_DIVISOR = 4;

  private SinePositions() {}

  /**
   * Describes every cell.
   *
   * @param padding {@code [B, H, W]} bool, true beyond the picture
   * @param channels C, a multiple of {@link #CHANNEL_DIVISOR}
   * @param like gives the device, and the precision, at least float32
   * @return {@code [B, H, W, C]}
   */
  static Tensor of(Tensor padding, long channels, Tensor like) {
    Tensor picture = Ops.atLeastFloatLike(padding.logical_not(), like);
    Tensor wavelengths = Ops.atLeastFloatLike(wavelengths(channels / CHANNEL_DIVISOR), like);
    return Ops.cat(List.of(axis(picture, 1, wavelengths), axis(picture, 2, wavelengths)), 3);
  }

  private static Tensor wavelengths(long count) {
    double[] values = new double[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.pow(TEMPERATURE, (double) i / count);
    }
    return HostTensors.ofDoubles(values, count);
  }

  private static Tensor axis(Tensor picture, long dim, Tensor wavelengths) {
    Tensor steps = picture.cumsum(dim);
    Tensor length = Ops.add(steps.narrow(dim, steps.size(dim) - 1, 1), EPS);
    Tensor angles = Ops.mul(steps.div(length), FULL_TURN).unsqueeze(-1).div(wavelengths);
    return Ops.stack(List.of(angles.sin(), angles.cos()), -1).flatten(3, 4);
  }
}
