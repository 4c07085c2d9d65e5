package io.github.sparsercnn.core.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python tuple, for example the arguments of a call; it can be asked for what it should hold.
 *
 * @param items its items, not copied
 */
record PickleTuple(List<@Nullable Object> items) {
  int size() {
    return items.size();
  }

  /** Checks the number of items. */
  void requireSize(int least, int most) throws RefusedException {
    if (size() < least || size() > most) {
      throw new RefusedException(
          "has "
              + size()
              + " arguments, expected "
              + (least == most ? String.valueOf(least) : least + " to " + most));
    }
  }

  @Nullable Object get(int index) throws RefusedException {
    if (index >= size()) {
      throw new RefusedException("has no item " + index);
    }
    return items.get(index);
  }

  /** An item that must be of a class. */
  <T> T get(int index, Class<T> type, String expected) throws RefusedException {
    Object item = get(index);
    if (!type.isInstance(item)) {
      throw new RefusedException(
          "item " + index + " is " + PythonKind.of(item) + ", expected " + expected);
    }
    return type.cast(item);
  }

  String string(int index) throws RefusedException {
    return get(index, String.class, "a str");
  }

  long integer(int index) throws RefusedException {
    return get(index, Long.class, "an int of 64 bits");
  }

  /** An item that is a tuple of integers, such as sizes or strides. */
  long[] integers(int index) throws RefusedException {
    PickleTuple tuple = get(index, PickleTuple.class, "a tuple");
    if (tuple.size() > StridedView.MAX_RANK) {
      throw new RefusedException(
          "has " + tuple.size() + " dimensions, expected at most " + StridedView.MAX_RANK);
    }
    long[] values = new long[tuple.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tuple.integer(i);
    }
    return values;
  }
}
