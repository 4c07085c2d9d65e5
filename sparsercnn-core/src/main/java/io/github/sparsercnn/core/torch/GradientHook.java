package io.github.sparsercnn.core.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the gradients of the tensors that it is attached to, on their way back.
 *
 * <p>It must outlive every backward pass through these tensors: {@link OwnedTensors#own} keeps it
 * alive. LibTorch knows no more than ten hooks at a time, so one is attached to many tensors. Used
 * by one backward pass at a time.
 */
public final class GradientHook {
  private final UnaryOperator<Tensor> exchange;
  private final Callback callback = new Callback();
  private @Nullable Tensor last;

  /**
   * A hook, owned by the open scope.
   *
   * @param exchange gets a gradient, which it leaves as it is, and returns another of the same
   *     shape; runs in a scope of its own, on the thread that runs the backward pass; what it
   *     throws ends that pass
   */
  public GradientHook(UnaryOperator<Tensor> exchange) {
    this.exchange = exchange;
  }

  /**
   * Exchanges the gradient of a tensor.
   *
   * @param tensor the result of an operator; without effect if it records no gradient
   */
  public void attach(Tensor tensor) {
    if (tensor.requires_grad()) {
      tensor.register_hook(callback);
    }
  }

  /** Lets it outlive the open scope. */
  void escape() {
    TensorScope.escape(callback);
  }

  /** Frees it. */
  void release() {
    TensorScope.release(callback);
    forgetLast();
  }

  private void forgetLast() {
    if (last != null) {
      TensorScope.release(last);
      last = null;
    }
  }

  private final class Callback extends TensorTensorHook {
    /** LibTorch takes the result after this has returned, so it lives until the next call. */
    @Override
    public TensorBase call(TensorBase gradient) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor result = new Tensor(exchange.apply(new Tensor(gradient)));
        forgetLast();
        last = TensorScope.escape(result);
        return result;
      }
    }
  }
}
