package io.github.sparsercnn.core.dataset.loading;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gives out turns at equal distances. Turns that nobody took are lost, so there are no bursts. */
final class SteadyPace implements Pace {
  private final long interval;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private long nextTurn;

  SteadyPace(double rate, LongSupplier nanoTime, Sleep sleep) {
    interval = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    nextTurn = nanoTime.getAsLong();
  }

  @Override
  public void await() throws InterruptedException {
    long turn = takeTurn();
    for (long left = turn - nanoTime.getAsLong(); left > 0; left = turn - nanoTime.getAsLong()) {
      sleep.sleep(left);
    }
  }

  private synchronized long takeTurn() {
    long now = nanoTime.getAsLong();
    // Differences, since the clock may pass from positive to negative numbers.
    long turn = nextTurn - now > 0 ? nextTurn : now;
    nextTurn = turn + interval;
    return turn;
  }
}
