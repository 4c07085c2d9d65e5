package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together. Every process makes the same calls in the same
 * order; each call waits for the others. Bound to the thread that trains.
 *
 * <p>After an error the group is of no more use: every later call fails at once.
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
   * Starts to add up a tensor and returns at once, so that this process can compute meanwhile.
   *
   * @param tensor as for {@link #sum}; not to be touched before the sum is over
   * @return to wait for it; several may be under way, and are awaited in the order of their start
   * @throws io.github.sparsercnn.NativeException if another process is known to have died
   */
  default Pending sumLater(Tensor tensor) {
    sum(tensor);
    return Pending.DONE;
  }

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

  /**
   * Tells every process what each of them has.
   *
   * @param mine of this process; lengths may differ
   * @return those of all processes by their numbers, the same everywhere
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  List<byte[]> gather(byte[] mine);

  /**
   * The mean of a number over all processes. The number of boxes that losses are divided by is such
   * a mean: the official code adds it up, divides by the number of processes and takes at least 1.
   *
   * @param value of this process
   * @return the mean, the same to the last bit in all processes
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  default double mean(double value) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor sum = HostTensors.ofDoubles(new double[] {value}, 1);
      sum(sum);
      return sum.item_double() / size();
    }
  }

  /**
   * Makes sure that all processes agree. Those that do not would hand each other tensors of
   * different shapes, which ends a process without a message.
   *
   * @param what is compared, for the message, for example {@code "the configuration"}
   * @param mine what this process has, for example a text or its hash
   * @throws ConfigException in every process, if one of them has something else than the first
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  default void requireSame(String what, String mine) {
    List<String> all =
        gather(mine.getBytes(StandardCharsets.UTF_8)).stream()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .toList();
    for (int other = 1; other < all.size(); other++) {
      if (!all.get(other).equals(all.get(0))) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "%s differs between processes: process %d has %s, process 0 has %s; start all with"
                    + " the same version, arguments and files",
                what,
                other,
                all.get(other),
                all.get(0)));
      }
    }
  }

  /** {@return whether this is the first process} */
  default boolean isFirst() {
    return rank() == 0;
  }

  /** Leaves the group. What is still under way is given up. */
  @Override
  void close();
}
