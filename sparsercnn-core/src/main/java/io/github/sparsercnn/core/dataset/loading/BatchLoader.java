package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.dataset.Dataset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Loads batches ahead of training, for ever. Workers prepare single pictures; batches come out in
 * the order of the sampler, and are the same whatever the number of workers. No more than {@code
 * prefetchBatches} wait beside the one asked for, so a slow consumer slows the workers down.
 *
 * <p>One thread asks for batches; any thread may close. A picture that fails ends the loading: the
 * error comes out of {@link #next()}, and the loader is closed.
 */
public final class BatchLoader implements Iterator<TrainingBatch>, AutoCloseable {
  private final BatchSampler sampler;
  private final SampleSource source;
  private final Settings settings;
  private final Pace pace;
  private final LoaderThreads threads;
  private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * How to load.
   *
   * @param seed of the augmentation
   * @param workers {@code DATALOADER.NUM_WORKERS}: threads that prepare pictures; 0 lets the
   *     consumer do it
   * @param prefetchBatches how many batches may lie ready, 0 or more; without effect if there are
   *     no workers
   * @param broken what becomes of pictures that cannot be used
   */
  public record Settings(long seed, int workers, int prefetchBatches, BrokenPictures broken) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Settings {
      if (workers < 0 || prefetchBatches < 0) {
        throw new IllegalArgumentException(
            workers + " workers, " + prefetchBatches + " batches ahead; expected 0 or more");
      }
    }
  }

  private record Pending(List<FutureTask<TrainingSample>> samples, SamplerState next) {}

  /**
   * Starts the workers; nothing is loaded before the first batch is asked for.
   *
   * @param dataset the pictures
   * @param sampler made for this dataset; the loader draws from it
   * @param mapper makes samples of pictures
   * @param settings how to load
   * @param pace how fast pictures may be begun
   */
  public BatchLoader(
      Dataset dataset, BatchSampler sampler, SampleMapper mapper, Settings settings, Pace pace) {
    this.sampler = sampler;
    this.settings = settings;
    this.pace = pace;
    source = new SampleSource(dataset, mapper, settings.seed, settings.broken);
    threads = new LoaderThreads(settings.workers);
  }

  /** {@return true: there is always a next batch} */
  @Override
  public boolean hasNext() {
    return true;
  }

  /**
   * Waits for the next batch.
   *
   * @return the batch
   * @throws SparseRcnnException if a picture cannot be used, or the thread is interrupted; the
   *     loader is closed then
   * @throws IllegalStateException if the loader is closed, before or meanwhile
   */
  @Override
  public TrainingBatch next() {
    requireOpen();
    try {
      int ahead = settings.workers == 0 ? 0 : settings.prefetchBatches;
      while (pending.size() <= ahead) {
        requireOpen();
        submit();
      }
      // Stays in the queue while it is waited for, so that closing can cancel it.
      Pending batch = pending.element();
      List<TrainingSample> samples = new ArrayList<>();
      for (FutureTask<TrainingSample> sample : batch.samples) {
        samples.add(sample.get());
      }
      pending.remove();
      return new TrainingBatch(samples, batch.next);
    } catch (CancellationException e) {
      throw new IllegalStateException("the loader was closed while a batch was waited for", e);
    } catch (InterruptedException e) {
      close();
      throw interruption(e);
    } catch (ExecutionException e) {
      close();
      throw failure(e.getCause());
    }
  }

  private void submit() {
    List<FutureTask<TrainingSample>> tasks = new ArrayList<>();
    for (Sample sample : sampler.next()) {
      tasks.add(new FutureTask<>(() -> load(sample)));
    }
    pending.add(new Pending(tasks, sampler.state()));
    tasks.forEach(threads::execute);
    if (closed) {
      cancelPending();
    }
  }

  private TrainingSample load(Sample sample) throws InterruptedException {
    pace.await();
    return source.load(sample);
  }

  private static SparseRcnnException interruption(Throwable cause) {
    Thread.currentThread().interrupt();
    return new SparseRcnnException("interrupted while pictures were loaded", cause);
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof InterruptedException) {
      return interruption(cause);
    }
    return cause instanceof RuntimeException problem
        ? problem
        : new SparseRcnnException("pictures could not be loaded: " + cause);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the loader is closed");
    }
  }

  private void cancelPending() {
    for (Pending batch : pending) {
      batch.samples.forEach(sample -> sample.cancel(true));
    }
  }

  /** Stops the workers and waits for the pictures that they are at. */
  @Override
  public void close() {
    closed = true;
    cancelPending();
    threads.close();
  }
}
