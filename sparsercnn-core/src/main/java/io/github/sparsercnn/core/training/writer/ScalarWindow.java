package io.github.sparsercnn.core.training.writer;

import java.util.Arrays;

/** The latest values of one number. Not thread-safe. */
final class ScalarWindow {
  private final double[] values;
  private long count;

  /**
   * Begins without values.
   *
   * @param capacity how many are remembered; older ones are forgotten
   */
  ScalarWindow(int capacity) {
    values = new double[capacity];
  }

  void add(double value) {
    values[(int) (count % values.length)] = value;
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** {@return the middle value; of an even number of values, the mean of the two in the middle} */
  double median() {
    double[] sorted = remembered();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double mean() {
    double[] all = remembered();
    return Arrays.stream(all).sum() / all.length;
  }

  private double[] remembered() {
    if (isEmpty()) {
      throw new IllegalStateException("no value has been added");
    }
    return Arrays.copyOf(values, (int) Math.min(count, values.length));
  }
}
