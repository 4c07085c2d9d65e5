package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * A 2-D convolution with what belongs to it: its bias or norm. Blocks are written once against this
 * type; {@link PlainConvolution} is its trainable life, {@link PreparedConvolution} the other.
 */
interface Convolution {
  /** Returns {@code [B, O, H', W']} of {@code [B, C, H, W]}. */
  Tensor apply(Tensor x);

  /** {@link #apply} followed by ReLU. */
  default Tensor applyRelu(Tensor x) {
    return NeuralOps.reluInPlace(apply(x));
  }

  /** {@link #apply}, plus {@code addend}, which may be overwritten. */
  default Tensor applyAdd(Tensor x, Tensor addend) {
    return apply(x).add_(addend);
  }

  /** {@link #apply}, plus {@code residual}, which may be overwritten, followed by ReLU. */
  default Tensor applyAddRelu(Tensor x, Tensor residual) {
    return NeuralOps.reluInPlace(apply(x).add_(residual));
  }

  /**
   * The form for training passes, of the same tensors. Another one only where a norm is trained.
   *
   * @param running what such a norm adds the statistics of its batches to
   */
  default Convolution training(Function<BatchNorm, RunningStatistics> running) {
    return this;
  }

  /**
   * The same convolution without zeros around its input: {@code [B, O, H' - 2, W' - 2]} for a 3x3
   * one. Only of the form for prediction, whose tensors it shares.
   */
  default Convolution withoutPadding() {
    throw new UnsupportedOperationException("only a prepared convolution");
  }

  /**
   * The way back of {@link #apply} where autograd did not see it. Only of the trainable form.
   *
   * @param x as it came in
   * @param gradient of the result
   * @param roots get the gradients of the convolution's own tensors
   * @return the gradient of {@code x}
   */
  default Tensor backward(Tensor x, Tensor gradient, GradientRoots roots) {
    throw new UnsupportedOperationException("only a plain convolution");
  }

  /**
   * The immutable form for prediction that reads bytes.
   *
   * @param meaning of the bytes
   */
  default Convolution quantize(Preparation preparation, QuantizedConvolution.Meaning meaning) {
    throw new UnsupportedOperationException("only a plain convolution");
  }

  /** The immutable form for prediction. */
  Convolution prepare(Preparation preparation);
}
