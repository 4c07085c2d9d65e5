package io.github.sparsercnn.core.network;

import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A residual bottleneck block (detectron2 {@code BottleneckBlock}): 1x1, 3x3, 1x1 convolutions
 * around a shortcut.
 *
 * @param shortcut the projection of a stage's first block, null where the input is added as it is
 * @param conv1 1x1, narrows
 * @param conv2 3x3
 * @param conv3 1x1, widens
 */
record Bottleneck(
    @Nullable Convolution shortcut, Convolution conv1, Convolution conv2, Convolution conv3) {

  /**
   * Reads a block.
   *
   * @param norms make what follows each convolution
   * @param in channels coming in
   * @param mid channels of the 3x3 convolution
   * @param out channels going out
   * @param stride of the block
   * @param groups of the 3x3 convolution
   * @param strideIn1x1 whether the stride sits in {@code conv1} (MSRA) or {@code conv2}
   *     (torchvision)
   */
  static Bottleneck of(
      Weights weights,
      NormFactory norms,
      int in,
      int mid,
      int out,
      int stride,
      int groups,
      boolean strideIn1x1) {
    Convolution shortcut =
        in == out
            ? null
            : PlainConvolution.withNorm(weights.child("shortcut"), norms, in, out, 1, stride, 1);
    int stride1 = strideIn1x1 ? stride : 1;
    int stride3 = strideIn1x1 ? 1 : stride;
    return new Bottleneck(
        shortcut,
        PlainConvolution.withNorm(weights.child("conv1"), norms, in, mid, 1, stride1, 1),
        PlainConvolution.withNorm(weights.child("conv2"), norms, mid, mid, 3, stride3, groups),
        PlainConvolution.withNorm(weights.child("conv3"), norms, mid, out, 1, 1, 1));
  }

  Tensor apply(Tensor x) {
    Tensor residual = shortcut == null ? x : shortcut.apply(x);
    return conv3.applyAddRelu(conv2.applyRelu(conv1.applyRelu(x)), residual);
  }

  /**
   * The same block with another form of each convolution.
   *
   * @param form makes it of a convolution and its name in the block
   */
  Bottleneck with(BiFunction<String, Convolution, Convolution> form) {
    return new Bottleneck(
        shortcut == null ? null : form.apply("shortcut", shortcut),
        form.apply("conv1", conv1),
        form.apply("conv2", conv2),
        form.apply("conv3", conv3));
  }
}
