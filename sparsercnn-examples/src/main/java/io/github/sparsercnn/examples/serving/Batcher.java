package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Computes pictures of many callers together: one thread takes batches from a bounded queue and
 * hands each to the detector in one call. The answers are those of single pictures, because the
 * detector lets only pictures of equal padded size share a pass.
 *
 * <p>Thread-safe. Closing finishes what was accepted.
 */
final class Batcher implements AutoCloseable {
  private final Detector detector;
  private final int most;
  private final Duration maxDelay;
  private final ServingMetrics metrics;
  private final PictureQueue queue;
  private final Thread thread;

  /**
   * Starts to wait for pictures.
   *
   * @param detector stays the caller's, who closes it after this
   */
  Batcher(Detector detector, ServingOptions options, ServingMetrics metrics) {
    this.detector = detector;
    this.metrics = metrics;
    most = options.batch();
    maxDelay = options.maxDelay();
    queue = new PictureQueue(options.queue());
    metrics.watchQueue(queue::size, options.queue());
    thread = new Thread(this::run, "sparsercnn-batches");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Finds the objects in a picture, together with those of other callers.
   *
   * @param decode makes the picture, in the caller's thread, once there is a place for it
   * @param deadline when the picture is too late for a batch, by {@link System#nanoTime}
   * @return what the detector found
   * @throws RefusedException if there is no place, or the deadline passed before the picture's
   *     batch began
   */
  Instances predict(Supplier<Image> decode, long deadline) throws InterruptedException {
    Ticket ticket = queue.enter(deadline);
    metrics.accepted();
    try {
      queue.put(ticket, decode.get());
      return await(ticket);
    } finally {
      queue.leave(ticket);
    }
  }

  private Instances await(Ticket ticket) throws InterruptedException {
    try {
      long patience = ticket.deadline - System.nanoTime();
      return ticket.answer.get(Math.max(patience, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (queue.leave(ticket)) {
        throw RefusedException.tooLate();
      }
      return awaitBatch(ticket);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  /** The batch has begun, and what is computed is worth an answer. */
  private static Instances awaitBatch(Ticket ticket) throws InterruptedException {
    try {
      return ticket.answer.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(e.getCause());
  }

  private void run() {
    try {
      List<Ticket> batch = queue.take(most, maxDelay);
      while (!batch.isEmpty()) {
        long now = System.nanoTime();
        batch.forEach(ticket -> metrics.waited(now - ticket.waitingSince));
        compute(batch);
        batch = queue.take(most, maxDelay);
      }
    } catch (InterruptedException e) {
      queue.close();
    }
  }

  /** One picture that the detector fails on must not cost the others their answers. */
  private void compute(List<Ticket> batch) {
    List<Instances> found;
    try {
      long start = System.nanoTime();
      found = detector.predict(batch.stream().map(Ticket::picture).toList());
      metrics.computed(batch.size(), System.nanoTime() - start);
    } catch (RuntimeException | Error e) {
      if (batch.size() == 1) {
        batch.get(0).answer.completeExceptionally(e);
      } else {
        batch.forEach(ticket -> compute(List.of(ticket)));
      }
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer.complete(found.get(i));
    }
  }

  /** Whether batches are taken. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Takes no more pictures, and waits until those accepted are computed. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
