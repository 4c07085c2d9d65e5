package io.github.sparsercnn.core.box;

/**
 * Which row goes with which column. In matching, rows are proposals and columns ground-truth boxes.
 *
 * @param rows ascending, each at most once
 * @param columns the column of each of {@code rows}, each at most once
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Assignment(int[] rows, int[] columns) {
  /** {@return the number of pairs} */
  public int size() {
    return rows.length;
  }
}
