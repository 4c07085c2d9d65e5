package io.github.sparsercnn.core.evaluation.columnar;

import java.util.Arrays;

/** Distinct ids in rising order, and the way from an id to its place in that order. Immutable. */
public final class IdTable {
  private final long[] sorted;

  private IdTable(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Makes a table.
   *
   * @param ids in any order; ids that occur twice are the caller's business
   * @return the table
   */
  public static IdTable of(long[] ids) {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    return new IdTable(sorted);
  }

  /** {@return how many ids there are} */
  public int size() {
    return sorted.length;
  }

  /**
   * The id at a place.
   *
   * @param index from 0
   * @return the id
   */
  public long id(int index) {
    return sorted[index];
  }

  /**
   * The place of an id.
   *
   * @param id the id
   * @return its place, negative if it is unknown
   */
  public int indexOf(long id) {
    return Arrays.binarySearch(sorted, id);
  }

  /**
   * The places of many ids. Runs of one id are looked up once.
   *
   * @param ids the ids
   * @return their places, negative where unknown
   */
  public int[] indicesOf(long[] ids) {
    int[] indices = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      indices[i] = i > 0 && ids[i] == ids[i - 1] ? indices[i - 1] : indexOf(ids[i]);
    }
    return indices;
  }

  /** {@return the place of an id that occurs more than once, or -1 if there is none} */
  public int indexOfDuplicate() {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return i;
      }
    }
    return -1;
  }
}
