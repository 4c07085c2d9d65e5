package io.github.sparsercnn.core.distributed;

import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together. Every process makes the same calls in the same
 * order; each call waits for the others. Bound to the thread that trains.
 */
public interface ProcessGroup extends AutoCloseable {
  /** {@return the number of this process, from 0; the first one writes and tells} */
  int rank();

  /** {@return how many processes there are} */
  int size();

  /**
   * Adds up a tensor over all processes.
   *
   * @param tensor contiguous, of the same shape everywhere; overwritten with the sum, the same to
   *     the last bit in all processes
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  void sum(Tensor tensor);

  /**
   * Hands the first process' values to all.
   *
   * @param tensor contiguous, of the same shape everywhere; overwritten, but in the first process
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  void broadcast(Tensor tensor);

  /**
   * Waits until all processes are here.
   *
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  void barrier();

  /** {@return whether this is the first process} */
  default boolean isFirst() {
    return rank() == 0;
  }

  /** Leaves the group. */
  @Override
  void close();
}
