package io.github.sparsercnn.core.evaluation;

import java.util.Arrays;

/** Distinct ids in rising order, and the way from an id to its place in that order. Immutable. */
final class IdTable {
  private final long[] sorted;

  private IdTable(long[] sorted) {
    this.sorted = sorted;
  }

  /** Of ids in any order; ids that occur twice are the caller's business. */
  static IdTable of(long[] ids) {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    return new IdTable(sorted);
  }

  int size() {
    return sorted.length;
  }

  long id(int index) {
    return sorted[index];
  }

  /** The place of an id, negative if it is unknown. */
  int indexOf(long id) {
    return Arrays.binarySearch(sorted, id);
  }

  /** The places of many ids, negative where unknown. Runs of one id are looked up once. */
  int[] indicesOf(long[] ids) {
    int[] indices = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      indices[i] = i > 0 && ids[i] == ids[i - 1] ? indices[i - 1] : indexOf(ids[i]);
    }
    return indices;
  }

  /** An id that occurs more than once, or -1 for the place if there is none. */
  int indexOfDuplicate() {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return i;
      }
    }
    return -1;
  }

  long[] ids() {
    return sorted.clone();
  }
}
