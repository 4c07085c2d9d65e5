package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** Threads that take each other for processes that train together. */
public final class ThreadProcesses {
  private static final long PATIENCE_IN_SECONDS = 60;

  private final CyclicBarrier barrier;
  private final Tensor[] tensors;
  private final byte[][] bytes;

  private ThreadProcesses(int size) {
    barrier = new CyclicBarrier(size);
    tensors = new Tensor[size];
    bytes = new byte[size][];
  }

  /** Runs the same work in so many threads and returns what each of them says, by rank. */
  public static <T> List<T> run(int size, Function<ProcessGroup, T> work) {
    ThreadProcesses processes = new ThreadProcesses(size);
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int rank = 0; rank < size; rank++) {
        Member member = processes.new Member(rank);
        futures.add(threads.submit(() -> work.apply(member)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a process has died", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void await() {
    try {
      barrier.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("another process is late or has died", e);
    }
  }

  private final class Member implements ProcessGroup {
    private final int rank;

    Member(int rank) {
      this.rank = rank;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public int size() {
      return tensors.length;
    }

    @Override
    public void sum(Tensor tensor) {
      requireContiguous(tensor);
      try (TensorScope scope = TensorScope.open();
          GradMode noGrad = GradMode.noGrad()) {
        tensors[rank] = tensor;
        await();
        Tensor sum = tensors[0];
        for (int i = 1; i < tensors.length; i++) {
          sum = sum.add(tensors[i]);
        }
        await();
        tensor.copy_(sum);
      }
    }

    @Override
    public void broadcast(Tensor tensor) {
      requireContiguous(tensor);
      try (GradMode noGrad = GradMode.noGrad()) {
        tensors[rank] = tensor;
        await();
        if (rank != 0) {
          tensor.copy_(tensors[0]);
        }
        await();
      }
    }

    private void requireContiguous(Tensor tensor) {
      if (!tensor.is_contiguous()) {
        throw new IllegalArgumentException("the tensor is not contiguous");
      }
    }

    @Override
    public void barrier() {
      await();
    }

    @Override
    public List<byte[]> gather(byte[] mine) {
      bytes[rank] = mine;
      await();
      List<byte[]> all = List.of(bytes);
      await();
      return all;
    }

    @Override
    public void close() {}
  }
}
