package io.github.sparsercnn.core.evaluation.columnar;

import java.util.Arrays;

/** A growing column of {@code double}s. Not thread-safe. */
public final class DoubleColumn {
  private double[] values = new double[16];
  private int size;

  /**
   * Appends a value.
   *
   * @param value the value
   */
  public void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
    }
    values[size++] = value;
  }

  /** {@return the values, a copy} */
  public double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
