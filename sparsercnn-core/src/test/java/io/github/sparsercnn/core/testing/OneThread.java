package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.torch.Natives;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets LibTorch compute in one thread: for tiny networks, more of them only wait for each other.
 */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {
  private int threads;

  @Override
  public void beforeAll(ExtensionContext context) {
    Natives.load();
    threads = torch.get_num_threads();
    torch.set_num_threads(1);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    torch.set_num_threads(threads);
  }
}
