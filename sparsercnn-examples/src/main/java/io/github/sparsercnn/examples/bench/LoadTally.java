package io.github.sparsercnn.examples.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What clients got from a server: how many answers of each status, and how long they took. */
final class LoadTally {
  /** Stands for a request without an answer. */
  static final int NO_ANSWER = 0;

  private final Map<Integer, LongStream.Builder> times = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  /** Counts an answer. */
  synchronized void answered(int status, long nanos) {
    times.computeIfAbsent(status, any -> LongStream.builder()).add(nanos);
  }

  /** Counts a request without an answer. */
  synchronized void failed(String why, long nanos) {
    answered(NO_ANSWER, nanos);
    failures.merge(why, 1, Integer::sum);
  }

  /** Why requests had no answer, and how many. */
  synchronized Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  /** Sums up; nothing can be counted after it. */
  synchronized Map<Integer, Times> sum() {
    Map<Integer, Times> sums = new TreeMap<>();
    times.forEach((status, all) -> sums.put(status, new Times(all.build().sorted().toArray())));
    return sums;
  }

  /** How long the answers of one status took. */
  static final class Times {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    /**
     * Keeps times.
     *
     * @param nanos at least one, rising
     */
    Times(long[] nanos) {
      sorted = Arrays.copyOf(nanos, nanos.length);
    }

    /** How many answers. */
    int count() {
      return sorted.length;
    }

    /**
     * The time that a share of the answers did not pass, in milliseconds: one that was measured.
     *
     * @param share above 0 and at most 1
     */
    double millis(double share) {
      int rank = (int) Math.ceil(share * sorted.length);
      return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }
  }
}
