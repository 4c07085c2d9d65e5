package io.github.sparsercnn.core.network;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * A {@link Convolution} whose results somebody looks at.
 *
 * @param convolution does the work
 * @param observer sees each result, ReLU and sum included
 */
record ObservedConvolution(Convolution convolution, Consumer<Tensor> observer)
    implements Convolution {
  @Override
  public Tensor apply(Tensor x) {
    return observed(convolution.apply(x));
  }

  @Override
  public Tensor applyRelu(Tensor x) {
    return observed(convolution.applyRelu(x));
  }

  @Override
  public Tensor applyAdd(Tensor x, Tensor addend) {
    return observed(convolution.applyAdd(x, addend));
  }

  @Override
  public Tensor applyAddRelu(Tensor x, Tensor residual) {
    return observed(convolution.applyAddRelu(x, residual));
  }

  private Tensor observed(Tensor result) {
    observer.accept(result);
    return result;
  }

  @Override
  public Convolution prepare(Preparation preparation) {
    return new ObservedConvolution(convolution.prepare(preparation), observer);
  }
}
