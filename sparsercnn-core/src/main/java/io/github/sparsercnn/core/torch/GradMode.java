package io.github.sparsercnn.core.torch;

import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Switches gradient recording off on the calling thread until closed.
 *
 * <p>Always in try-with-resources: a guard left to the garbage collector would restore the mode of
 * JavaCPP's deallocator thread and leave the caller without gradients for ever.
 */
public final class GradMode implements AutoCloseable {
  private final AutoCloseable guard;

  private GradMode(AutoCloseable guard) {
    this.guard = guard;
  }

  /**
   * Inference mode: fastest; its tensors can never take part in training.
   *
   * @return the guard
   */
  public static GradMode inference() {
    Natives.load();
    return new GradMode(new InferenceMode(true));
  }

  /**
   * No gradients; the tensors made are ordinary ones.
   *
   * @return the guard
   */
  public static GradMode noGrad() {
    Natives.load();
    return new GradMode(new NoGradGuard());
  }

  @Override
  public void close() {
    try {
      guard.close();
    } catch (Exception e) {
      throw new IllegalStateException("gradient guard could not be closed", e);
    }
  }
}
