package io.github.sparsercnn.core.checkpoint;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills dicts and sets, with hashable keys only. Tuples are no keys here: no weights file has them,
 * and a nest of shared ones takes exponential time to hash.
 */
final class PickleKeys {
  private PickleKeys() {}

  static void put(
      Map<@Nullable Object, @Nullable Object> dict,
      @Nullable Object key,
      @Nullable Object value,
      MemoryBudget budget)
      throws RefusedException {
    checkKey(key);
    budget.charge(MemoryBudget.ENTRY);
    dict.put(key, value);
  }

  /** Puts keys and values that alternate. */
  static void putAll(
      Map<@Nullable Object, @Nullable Object> dict,
      List<@Nullable Object> keysAndValues,
      MemoryBudget budget)
      throws RefusedException {
    if (keysAndValues.size() % 2 != 0) {
      throw new RefusedException("a dict key has no value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      put(dict, keysAndValues.get(i), keysAndValues.get(i + 1), budget);
    }
  }

  static void addAll(Set<@Nullable Object> set, List<@Nullable Object> items, MemoryBudget budget)
      throws RefusedException {
    for (Object item : items) {
      checkKey(item);
      budget.charge(MemoryBudget.ENTRY);
      set.add(item);
    }
  }

  /** A value that must be a dict made by the pickle. */
  @SuppressWarnings("unchecked") // the machine makes no other maps
  static Map<@Nullable Object, @Nullable Object> dict(@Nullable Object value)
      throws RefusedException {
    if (value instanceof LinkedHashMap<?, ?> dict) {
      return (Map<@Nullable Object, @Nullable Object>) dict;
    }
    throw new RefusedException("sets an item of " + PythonKind.of(value) + ", expected a dict");
  }

  private static void checkKey(@Nullable Object key) throws RefusedException {
    if (key == null
        || key instanceof String
        || key instanceof Long
        || key instanceof BigInteger
        || key instanceof Double
        || key instanceof Boolean) {
      return;
    }
    throw new RefusedException(
        "the key of a dict or set is " + PythonKind.of(key) + ", expected a str or a number");
  }
}
