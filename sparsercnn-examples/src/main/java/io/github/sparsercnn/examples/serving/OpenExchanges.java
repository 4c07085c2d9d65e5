package io.github.sparsercnn.examples.serving;

import java.time.Duration;

/** How many requests are being answered; a stop waits for them. Thread-safe. */
final class OpenExchanges {
  private int open;

  /** One more. */
  synchronized void begin() {
    open++;
  }

  /** One less. */
  synchronized void end() {
    open--;
    notifyAll();
  }

  /**
   * Waits until there are none.
   *
   * @param patience how long
   * @return how many there still are
   */
  synchronized int awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long millis = patience.toMillis();
    while (open > 0 && millis > 0) {
      wait(millis);
      millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    return open;
  }
}
