package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Trainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C and {@code kill} end a training after the iteration that is running, with a
 * checkpoint. Without it the JVM would take LibTorch down in the middle of a step, which crashes
 * it.
 */
final class GracefulEnd implements AutoCloseable {
  /** Longer than an iteration and a checkpoint take; whoever cannot wait uses {@code kill -9}. */
  private static final long PATIENCE_IN_SECONDS = 300;

  /** What shells say of a program that was ended by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private GracefulEnd(Trainer trainer) {
    hook = new Thread(() -> end(trainer), "sparsercnn-graceful-end");
  }

  /**
   * Watches over a training until closed.
   *
   * @param trainer about to run
   */
  static GracefulEnd of(Trainer trainer) {
    GracefulEnd end = new GracefulEnd(trainer);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  private void end(Trainer trainer) {
    trainer.stop();
    try {
      if (!finished.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("the training did not end in time; its last checkpoint is intact");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  @Override
  public void close() {
    finished.countDown();
    if (!hook.isAlive()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
