package io.github.sparsercnn.core.torch;

import org.bytedeco.pytorch.global.torch;

/**
 * In how many threads LibTorch computes one operation, where the program itself computes in several
 * threads: they share the processors. OpenMP keeps the number for each calling thread, so every one
 * of them has to say it.
 */
public final class ComputeThreads {
  private ComputeThreads() {}

  /**
   * Sets the number for the calling thread, and for threads that have not computed yet.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   * @throws io.github.sparsercnn.NativeException if LibTorch cannot be loaded
   */
  public static void use(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("LibTorch computes in at least 1 thread, not " + count);
    }
    Natives.load();
    torch.set_num_threads(count);
  }

  /**
   * Tells the number of the calling thread.
   *
   * @return at least 1; the processors if nothing was said
   * @throws io.github.sparsercnn.NativeException if LibTorch cannot be loaded
   */
  public static int inUse() {
    Natives.load();
    return torch.get_num_threads();
  }
}
