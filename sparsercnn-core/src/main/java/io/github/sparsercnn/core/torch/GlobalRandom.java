package io.github.sparsercnn.core.torch;

import org.bytedeco.pytorch.global.torch;

/** LibTorch's own random numbers, which dropout draws from. */
public final class GlobalRandom {
  private GlobalRandom() {}

  /**
   * Starts them anew, for all threads and devices.
   *
   * @param seed any number
   */
  public static void seed(long seed) {
    Natives.load();
    torch.manual_seed(seed);
  }
}
