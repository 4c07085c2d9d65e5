package io.github.sparsercnn.core.evaluation;

import java.util.Arrays;

/** A growing column of {@code double}s. Not thread-safe. */
final class DoubleColumn {
  private double[] values = new double[16];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
    }
    values[size++] = value;
  }

  double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
