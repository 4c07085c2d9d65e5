package io.github.sparsercnn.core.evaluation.columnar;

import java.util.Arrays;

/** A growing column of {@code long}s. Not thread-safe. */
public final class LongColumn {
  private long[] values = new long[16];
  private int size;

  /**
   * Appends a value.
   *
   * @param value the value
   */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
    }
    values[size++] = value;
  }

  /**
   * One value.
   *
   * @param index below {@link #size()}
   * @return the value
   */
  public long get(int index) {
    return values[index];
  }

  /** {@return how many values there are} */
  public int size() {
    return size;
  }

  /** {@return the values, a copy} */
  public long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
