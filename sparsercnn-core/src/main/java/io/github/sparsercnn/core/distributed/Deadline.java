package io.github.sparsercnn.core.distributed;

import java.time.Duration;

/**
 * A moment at which waiting ends.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {
  /** Between two looks at what is waited for. */
  private static final long PAUSE_MILLIS = 20;

  /** From now on. */
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  boolean hasPassed() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /** Sleeps a moment. */
  static void pause() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
  }
}
