package io.github.sparsercnn.core.dataset.loading;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that prepare pictures, or none: then the caller does it itself. */
final class LoaderThreads implements Executor, AutoCloseable {
  private static final long LONGEST_PICTURE_SECONDS = 30;

  private final @Nullable ExecutorService pool;

  LoaderThreads(int workers) {
    pool = workers == 0 ? null : Executors.newFixedThreadPool(workers, LoaderThreads::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sparsercnn-loader");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    if (pool == null) {
      work.run();
      return;
    }
    try {
      pool.execute(work);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile; whoever waits for the work sees it cancelled.
    }
  }

  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    pool.shutdownNow();
    try {
      pool.awaitTermination(LONGEST_PICTURE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
