package io.github.sparsercnn.examples.serving;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C and {@code kill} (SIGTERM) stop a server gracefully: the main thread waits here, then
 * closes everything, and the process ends with status 0. Without it the JVM would end at once.
 */
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "sparsercnn-stop");

  private StopSignal() {}

  /**
   * Begins to listen for signals.
   *
   * @return to be closed when everything else is closed
   */
  public static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /**
   * Waits for the signal.
   *
   * @throws InterruptedException if this thread is interrupted instead
   */
  public void await() throws InterruptedException {
    asked.await();
  }

  private void end() {
    asked.countDown();
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The JVM itself would end with 143, as if something had gone wrong.
    Runtime.getRuntime().halt(0);
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook ends it.
    }
  }
}
