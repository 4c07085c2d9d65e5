package io.github.sparsercnn.core.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Tensors that live as long as their owner: weights, prepared weights, optimizer state. Hooks on
 * tensors too.
 *
 * <p>Filled by one thread; the tensors may then be read by many.
 */
public final class OwnedTensors implements AutoCloseable {
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<GradientHook> hooks = new ArrayList<>();
  private boolean closed;

  /** Owns nothing yet. */
  public OwnedTensors() {}

  /**
   * Takes over a tensor from the open scope.
   *
   * @param tensor made in an open {@link TensorScope}
   * @return the same tensor, alive until {@link #close}
   * @throws IllegalStateException if already closed
   */
  public Tensor own(Tensor tensor) {
    requireOpen();
    tensors.add(TensorScope.escape(tensor));
    return tensor;
  }

  /**
   * Takes over a hook from the open scope.
   *
   * @param hook made in an open {@link TensorScope}
   * @return the same hook, alive until {@link #close}
   * @throws IllegalStateException if already closed
   */
  public GradientHook own(GradientHook hook) {
    requireOpen();
    hook.escape();
    hooks.add(hook);
    return hook;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the owner of these tensors is closed");
    }
  }

  /** Frees everything. Further calls do nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensors.forEach(TensorScope::release);
      tensors.clear();
      hooks.forEach(GradientHook::release);
      hooks.clear();
    }
  }
}
