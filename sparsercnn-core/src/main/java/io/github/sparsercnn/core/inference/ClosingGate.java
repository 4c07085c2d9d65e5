package io.github.sparsercnn.core.inference;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets threads work until it is closed, and closes after the last of them. Thread-safe; work may
 * hold several gates.
 */
final class ClosingGate {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Works.
   *
   * @throws IllegalStateException if the gate is closed
   */
  <T> T whileOpen(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the detector is closed");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits for the work that is going on, then closes; does nothing if it is closed already. */
  void close(Runnable closing) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closing.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
