package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.Image;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue in front of the detector. Whoever brings a picture takes a place first, so that
 * pictures being decoded count too and a full queue costs nothing but a refusal.
 *
 * <p>Thread-safe: many threads bring pictures, one takes batches.
 */
final class PictureQueue {
  private final int places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private int taken;
  private boolean closed;

  /**
   * Makes an empty queue.
   *
   * @param places at least 1
   */
  PictureQueue(int places) {
    this.places = places;
  }

  /**
   * Takes a place.
   *
   * @param deadline when its picture is too late, by {@link System#nanoTime}
   * @return the place, to be left by the caller
   * @throws RefusedException if all are taken, or the queue is closed
   */
  Ticket enter(long deadline) {
    lock.lock();
    try {
      if (closed) {
        throw RefusedException.stopping();
      }
      if (taken == places) {
        throw RefusedException.full(places);
      }
      taken++;
      return new Ticket(deadline);
    } finally {
      lock.unlock();
    }
  }

  /** Lets a picture wait at a place. */
  void put(Ticket ticket, Image picture) {
    lock.lock();
    try {
      ticket.put(picture, System.nanoTime());
      waiting.addLast(ticket);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a place back, and its picture up.
   *
   * @return whether the place was still held; if not, a batch took the picture
   */
  boolean leave(Ticket ticket) {
    lock.lock();
    try {
      if (!ticket.held) {
        return false;
      }
      waiting.remove(ticket);
      free(ticket);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void free(Ticket ticket) {
    ticket.held = false;
    taken--;
    changed.signalAll();
  }

  /**
   * Waits for pictures. Those past their deadline are turned away here, not computed.
   *
   * @param most how many to take
   * @param maxDelay how long the oldest picture may wait for others
   * @return the oldest pictures; none once the queue is closed and every place left
   */
  List<Ticket> take(int most, Duration maxDelay) throws InterruptedException {
    while (true) {
      List<Ticket> late = new ArrayList<>();
      List<Ticket> batch = new ArrayList<>();
      lock.lock();
      try {
        while (waiting.isEmpty()) {
          if (closed && taken == 0) {
            return batch;
          }
          changed.await();
        }
        awaitMore(most, maxDelay);
        long now = System.nanoTime();
        while (batch.size() < most && !waiting.isEmpty()) {
          Ticket ticket = waiting.removeFirst();
          free(ticket);
          (ticket.deadline - now > 0 ? batch : late).add(ticket);
        }
      } finally {
        lock.unlock();
      }
      late.forEach(ticket -> ticket.answer.completeExceptionally(RefusedException.tooLate()));
      if (!batch.isEmpty()) {
        return batch;
      }
    }
  }

  private void awaitMore(int most, Duration maxDelay) throws InterruptedException {
    while (!waiting.isEmpty() && waiting.size() < most && !closed) {
      long left = waiting.getFirst().waitingSince + maxDelay.toNanos() - System.nanoTime();
      if (left <= 0) {
        return;
      }
      changed.awaitNanos(left);
    }
  }

  /** Takes no more pictures; those that have a place stay. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many places are taken. */
  int size() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
