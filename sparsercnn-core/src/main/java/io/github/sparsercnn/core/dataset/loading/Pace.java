package io.github.sparsercnn.core.dataset.loading;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spares machines that cannot bear full load: whoever wants to begin a picture waits for its turn.
 * Thread-safe; the results of training do not depend on it.
 */
@FunctionalInterface
public interface Pace {
  /** No waiting. */
  Pace UNLIMITED = () -> {};

  /**
   * Waits until the next picture may begin.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await() throws InterruptedException;

  /** Lets time pass. */
  @FunctionalInterface
  interface Sleep {
    /**
     * Sleeps.
     *
     * @param nanos how long, at least 1
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(long nanos) throws InterruptedException;
  }

  /**
   * At most so many pictures per second, evenly spread.
   *
   * @param rate pictures per second, above 0; infinity for no limit
   * @return the pace
   * @throws IllegalArgumentException if the rate is not above 0
   */
  static Pace imagesPerSecond(double rate) {
    return imagesPerSecond(rate, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  /**
   * At most so many pictures per second, by a clock of the caller's.
   *
   * @param rate pictures per second, above 0; infinity for no limit
   * @param nanoTime as {@link System#nanoTime}
   * @param sleep lets time pass
   * @return the pace
   * @throws IllegalArgumentException if the rate is not above 0
   */
  static Pace imagesPerSecond(double rate, LongSupplier nanoTime, Sleep sleep) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("images per second must be above 0: " + rate);
    }
    return rate == Double.POSITIVE_INFINITY ? UNLIMITED : new SteadyPace(rate, nanoTime, sleep);
  }
}
