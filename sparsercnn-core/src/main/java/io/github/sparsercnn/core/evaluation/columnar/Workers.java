package io.github.sparsercnn.core.evaluation.columnar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Threads that share numbered tasks. Each task writes to places of its own, so the result does not
 * depend on how many threads there are or who takes which task.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService executor;

  /**
   * Starts the threads.
   *
   * @param threads how many, at least 1
   */
  public Workers(int threads) {
    this.threads = threads;
    executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "evaluation");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs the tasks 0 to {@code count - 1} and waits for them.
   *
   * @param count how many tasks there are
   * @param workers gives each thread a worker of its own, which is told the numbers of its tasks
   */
  public void run(int count, Supplier<IntConsumer> workers) {
    AtomicInteger next = new AtomicInteger();
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, count); i++) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                IntConsumer worker = workers.get();
                for (int task = next.getAndIncrement();
                    task < count;
                    task = next.getAndIncrement()) {
                  worker.accept(task);
                }
              },
              executor));
    }
    running.forEach(Workers::join);
  }

  /**
   * Waits for a task.
   *
   * @param task the task
   * @param <T> what it gives
   * @return its result; what it threw is thrown here
   */
  public static <T> T join(CompletableFuture<T> task) {
    try {
      return task.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
