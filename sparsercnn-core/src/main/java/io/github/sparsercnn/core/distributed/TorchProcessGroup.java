package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.jspecify.annotations.Nullable;

/**
 * Processes that are connected by LibTorch's own c10d: CPU tensors travel by Gloo, CUDA tensors by
 * NCCL, which was tried with a single process only, for want of machines with several GPUs.
 *
 * <p>A process that dies is noticed at once by those that wait for it, because its connections
 * break. One that hangs or is cut off is noticed after {@link Rendezvous#timeout}. Either way every
 * call that waits ends in a {@link NativeException}, and so does every later one. LibTorch's
 * threads do not keep the JVM alive.
 */
public final class TorchProcessGroup implements ProcessGroup {
  /** Part of the message of every process that suffers from the failure of another. */
  static final String LOST = "lost the others";

  /** LibTorch shall give up first, because its message says more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** How long {@link #close} waits for what is under way. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  /**
   * What was left, to the end of the process: LibTorch's destructor of a Gloo group corrupts the
   * heap when it runs from here, and it would wait for what is under way as long as the timeout
   * says. A group is a few threads that sleep.
   */
  private static final Queue<Backend> LEFT_OPEN = new ConcurrentLinkedQueue<>();

  private final Rendezvous rendezvous;
  private final MeetingStore store;
  private final Backend gloo;
  private final Deque<Work> underWay = new ArrayDeque<>();
  private @Nullable Backend nccl;
  private @Nullable String failure;
  private boolean closed;

  private TorchProcessGroup(Rendezvous rendezvous, MeetingStore store, Backend gloo) {
    this.rendezvous = rendezvous;
    this.store = store;
    this.gloo = gloo;
  }

  /**
   * Joins the others and waits until all are here.
   *
   * @param rendezvous how
   * @return the group, to be closed by the caller
   * @throws io.github.sparsercnn.ConfigException if the port is taken, or the processes were
   *     started with numbers that do not fit together
   * @throws NativeException if the others cannot be reached within the timeout, or LibTorch cannot
   *     be loaded
   */
  public static ProcessGroup join(Rendezvous rendezvous) {
    if (rendezvous.size() == 1) {
      return new Alone();
    }
    MeetingStore store = null;
    TorchProcessGroup group = null;
    try (TensorScope scope = TensorScope.open()) {
      store = MeetingStore.open(rendezvous);
      store.assemble();
      Backend gloo = GlooBackend.open(store, rendezvous);
      group = new TorchProcessGroup(rendezvous, store, TensorScope.escape(gloo));
      // The first process must not leave while others still read its notice board.
      group.barrier();
      return group;
    } catch (RuntimeException e) {
      close(group, store);
      throw NativeErrors.translate(joining(rendezvous), e);
    } catch (IOException e) {
      close(group, store);
      throw new NativeException(joining(rendezvous) + " failed: " + e, e);
    } catch (InterruptedException e) {
      close(group, store);
      Thread.currentThread().interrupt();
      throw new NativeException(joining(rendezvous) + " was interrupted", e);
    }
  }

  private static String joining(Rendezvous rendezvous) {
    return String.format(
        Locale.ROOT,
        "process %d of %d: joining the others at %s (timeout %d s)",
        rendezvous.rank(),
        rendezvous.size(),
        rendezvous.point(),
        rendezvous.timeout().toSeconds());
  }

  private static void close(@Nullable TorchProcessGroup group, @Nullable MeetingStore store) {
    if (group != null) {
      group.close();
    } else if (store != null) {
      store.close();
    }
  }

  @Override
  public int rank() {
    return rendezvous.rank();
  }

  @Override
  public int size() {
    return rendezvous.size();
  }

  @Override
  public void sum(Tensor tensor) {
    sumLater(tensor).await();
  }

  @Override
  public Pending sumLater(Tensor tensor) {
    return start("sum", () -> backend(tensor).allreduce(new TensorVector(tensor)));
  }

  @Override
  public void broadcast(Tensor tensor) {
    start("broadcast", () -> backend(tensor).broadcast(new TensorVector(tensor))).await();
  }

  @Override
  public void barrier() {
    start("barrier", gloo::barrier).await();
  }

  @Override
  public List<byte[]> gather(byte[] mine) {
    try (TensorScope scope = TensorScope.open()) {
      long[] lengths =
          HostTensors.toLongs(gather(HostTensors.ofLongs(new long[] {mine.length}, 1)));
      int longest = Math.toIntExact(Arrays.stream(lengths).max().orElseThrow());
      List<byte[]> all = new ArrayList<>();
      if (longest == 0) {
        Arrays.stream(lengths).forEach(length -> all.add(new byte[0]));
        return List.copyOf(all);
      }
      Tensor padded = HostTensors.ofBytes(Arrays.copyOf(mine, longest), longest);
      Tensor gathered = gather(padded).view(size(), longest);
      for (int other = 0; other < size(); other++) {
        all.add(HostTensors.toBytes(gathered.get(other).narrow(0, 0, lengths[other])));
      }
      return List.copyOf(all);
    }
  }

  private Tensor gather(Tensor mine) {
    Tensor all = mine.repeat(size());
    start("gather", () -> gloo._allgather_base(all, mine)).await();
    return all;
  }

  /** Which library moves a tensor. */
  private Backend backend(Tensor tensor) {
    if (!tensor.is_contiguous()) {
      throw new IllegalArgumentException("a tensor that processes exchange must be contiguous");
    }
    if (!tensor.is_cuda()) {
      return gloo;
    }
    if (nccl == null) {
      nccl = TensorScope.escape(NcclBackend.open(store, rendezvous));
    }
    return nccl;
  }

  private Pending start(String operation, Supplier<Work> starter) {
    if (closed) {
      throw new IllegalStateException("this process has left the group");
    }
    if (failure != null) {
      throw new NativeException(failure);
    }
    try (TensorScope scope = TensorScope.open()) {
      Work work = TensorScope.escape(starter.get());
      underWay.add(work);
      return () -> await(operation, work);
    } catch (RuntimeException e) {
      throw failed(operation, e);
    }
  }

  private void await(String operation, Work work) {
    if (!underWay.remove(work)) {
      throw new IllegalStateException("this operation has been awaited before");
    }
    try (TensorScope scope = TensorScope.open()) {
      work._wait(new Milliseconds(rendezvous.timeout().plus(GRACE).toMillis()));
    } catch (RuntimeException e) {
      throw failed(operation, e);
    } finally {
      TensorScope.release(work);
    }
  }

  private RuntimeException failed(String operation, RuntimeException cause) {
    if (cause.getClass() != RuntimeException.class) {
      return cause;
    }
    if (failure != null) {
      return new NativeException(failure, cause);
    }
    List<Integer> silent = store.reportFailure();
    String who =
        silent.isEmpty()
            ? "all gave up"
            : "no word from process "
                + silent.stream().map(String::valueOf).collect(Collectors.joining(", "));
    failure =
        String.format(
            Locale.ROOT,
            "process %d of %d %s in %s (timeout %d s): %s; see what the first one that failed says,"
                + " then start all again with --resume. LibTorch says: %s",
            rank(),
            size(),
            LOST,
            operation,
            rendezvous.timeout().toSeconds(),
            who,
            NativeErrors.text(cause).replaceFirst("^\\[[^]]*] ", ""));
    return new NativeException(failure, cause);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    underWay.forEach(TorchProcessGroup::awaitEnd);
    underWay.forEach(TensorScope::release);
    underWay.clear();
    LEFT_OPEN.add(gloo);
    if (nccl != null) {
      // A thread of it would go on reading from the store.
      nccl.shutdown();
      LEFT_OPEN.add(nccl);
    }
    store.close();
  }

  /** Gives an operation a moment to end, well or not. */
  private static void awaitEnd(Work work) {
    try (TensorScope scope = TensorScope.open()) {
      work._wait(new Milliseconds(LAST_WAIT.toMillis()));
    } catch (RuntimeException e) {
      // It is given up: that the others are gone was told by the call that waited for them.
    }
  }
}
