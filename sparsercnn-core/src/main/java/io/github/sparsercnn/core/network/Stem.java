package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The first layers of the backbone (detectron2 {@code BasicStem}): a 7x7 convolution with stride 2,
 * ReLU, and 3x3 max pooling with stride 2.
 *
 * @param convolution with its norm
 * @param inStrips whether the CPU may compute some rows after the other: the convolution's result
 *     is the largest map of the network, and a strip of it is pooled while it is in the cache
 */
record Stem(Convolution convolution, boolean inStrips) {
  /** Pixels per cell of the result. */
  private static final int STRIDE = 4;

  /** Rows of the result that are computed together. */
  private static final long ROWS_OF_A_STRIP = 64;

  /** So many rows at a strip's cut lack something of what they are made from. */
  private static final long ROWS_AT_A_CUT = 2;

  /**
   * Runs it.
   *
   * @param images {@code [B, 3, H, W]}
   * @return {@code [B, C, H / 4, W / 4]}
   */
  Tensor apply(Tensor images) {
    boolean divides = images.size(2) % STRIDE == 0;
    return inStrips && divides && images.is_cpu() ? strips(images) : whole(images);
  }

  private Tensor whole(Tensor images) {
    return NeuralOps.maxPool2d(convolution.applyRelu(images), 3, 2, 1);
  }

  private Tensor strips(Tensor images) {
    long rows = images.size(2) / STRIDE;
    List<Tensor> strips = new ArrayList<>();
    for (long from = 0; from < rows; from += ROWS_OF_A_STRIP) {
      long top = from;
      long bottom = Math.min(rows, from + ROWS_OF_A_STRIP);
      strips.add(TensorScope.keepResult(() -> strip(images, rows, top, bottom)));
    }
    return Ops.cat(strips, 2);
  }

  /** The same rows as in the whole: those at a cut are computed too and dropped. */
  private Tensor strip(Tensor images, long rows, long top, long bottom) {
    long first = Math.max(0, top - ROWS_AT_A_CUT);
    long end = Math.min(rows, bottom + ROWS_AT_A_CUT);
    return whole(images.narrow(2, first * STRIDE, (end - first) * STRIDE))
        .narrow(2, top - first, bottom - top);
  }

  /** The same with another form of the convolution, as a whole. */
  Stem with(Function<Convolution, Convolution> form) {
    return new Stem(form.apply(convolution), false);
  }

  /** The immutable form for prediction. */
  Stem prepare(Preparation preparation) {
    return new Stem(convolution.prepare(preparation), true);
  }
}
