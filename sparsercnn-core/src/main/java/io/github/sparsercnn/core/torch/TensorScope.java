package io.github.sparsercnn.core.torch;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Owns every native object that its thread makes while it is open, and frees them at the end.
 *
 * <p>Scopes nest. A tensor that shall outlive its scope is handed over with {@link #escape}; its
 * new owner calls {@link #release}. Everything in this library that touches LibTorch runs inside a
 * scope, because garbage collection sees eight bytes per tensor and never the storage behind it.
 *
 * <p>Bound to the thread that opened it.
 */
public final class TensorScope implements AutoCloseable {
  private final PointerScope scope;
  private final Thread owner;

  private TensorScope() {
    Natives.load();
    scope = new PointerScope();
    owner = Thread.currentThread();
  }

  /**
   * Opens a scope on the calling thread.
   *
   * @return the scope, to be closed by the same thread
   * @throws io.github.sparsercnn.NativeException if LibTorch cannot be loaded
   */
  public static TensorScope open() {
    return new TensorScope();
  }

  /**
   * Runs a computation in a scope of its own, so that its intermediate results are freed at once.
   * Must be called in an open scope.
   *
   * @param computation makes a tensor
   * @return that tensor, owned by the scope around the call
   */
  public static Tensor keepResult(Supplier<Tensor> computation) {
    return keepResults(() -> List.of(computation.get())).get(0);
  }

  /**
   * {@link #keepResult} of several tensors.
   *
   * @param computation makes tensors
   * @return these tensors, owned by the scope around the call
   */
  public static List<Tensor> keepResults(Supplier<List<Tensor>> computation) {
    List<Tensor> results;
    try (TensorScope inner = open()) {
      // Handles of their own: operators that work in place return some that do not own.
      results = computation.get().stream().map(result -> escape(new Tensor(result))).toList();
    }
    for (Tensor result : results) {
      PointerScope.getInnerScope().attach(result);
      release(result);
    }
    return results;
  }

  /**
   * Frees tensors of open scopes before these end: large ones that nothing reads any more. Autograd
   * keeps what it needs of them.
   *
   * @param tensors unusable afterwards; made by {@link #keepResult} or an operator that does not
   *     work in place
   */
  public static void free(List<Tensor> tensors) {
    tensors.forEach(Tensor::deallocate);
  }

  /**
   * A way out of scopes that are yet to be opened inside the one that is open now.
   *
   * @return makes of a tensor one that lives as long as the scope that is open now; for the calling
   *     thread
   */
  public static UnaryOperator<Tensor> keeper() {
    PointerScope outer = PointerScope.getInnerScope();
    return tensor -> {
      // As in keepResults, a handle of its own.
      Tensor kept = new Tensor(tensor);
      outer.attach(kept);
      return kept;
    };
  }

  /**
   * Lets a native object outlive the open scopes. The caller owns it from now on and calls {@link
   * #release} once.
   *
   * @param <P> its type
   * @param pointer a native object made in an open scope
   * @return the same object
   */
  public static <P extends Pointer> P escape(P pointer) {
    return pointer.retainReference();
  }

  /**
   * Frees an object handed over by {@link #escape}.
   *
   * @param pointer the object, unusable afterwards
   */
  public static void release(Pointer pointer) {
    pointer.releaseReference();
  }

  /**
   * Frees everything made on this thread since the scope was opened.
   *
   * @throws IllegalStateException if another thread closes it; nothing is freed then
   */
  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "tensor scope of thread " + owner.getName() + " closed on another thread");
    }
    scope.close();
  }
}
