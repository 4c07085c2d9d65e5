package io.github.sparsercnn.core.distributed;

/** An operation of a {@link ProcessGroup} that has been started and goes on by itself. */
@FunctionalInterface
public interface Pending {
  /** An operation that was over at once. */
  Pending DONE = () -> {};

  /**
   * Waits until it is over. To be called once, by the thread that started it.
   *
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  void await();
}
