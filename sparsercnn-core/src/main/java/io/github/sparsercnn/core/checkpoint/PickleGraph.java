package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a pickle made into what {@link FileContents} promises: tuples become lists, bytes
 * become arrays, pending tensors become stored ones. Shared values stay shared.
 *
 * <p>Refuses what a caller could not walk through: cycles, deep nests, and small graphs of shared
 * lists that are astronomically large as trees.
 */
final class PickleGraph {
  /** Training checkpoints need less than 10. */
  static final int MAX_DEPTH = 64;

  /** The values of a training checkpoint of Sparse R-CNN are some thousands. */
  static final long MAX_VALUES = 10_000_000;

  private final MemoryBudget budget;
  private final IdentityHashMap<Object, Finished> finished = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private final Deque<String> path = new ArrayDeque<>();

  /**
   * A value that needs no second look.
   *
   * @param value what the caller gets
   * @param depth the levels below and with it
   * @param values the values below and with it, shared ones counted each time
   */
  private record Finished(@Nullable Object value, int depth, long values) {}

  private PickleGraph(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * The value of a whole pickle.
   *
   * @throws RefusedException that names the place in the graph, for example {@code
   *     model.backbone.fc.weight}
   */
  static @Nullable Object finish(@Nullable Object root, MemoryBudget budget)
      throws RefusedException {
    PickleGraph graph = new PickleGraph(budget);
    try {
      return graph.finish(root).value;
    } catch (RefusedException e) {
      String place = String.join(".", (Iterable<String>) graph.path::descendingIterator);
      throw place.isEmpty() ? e : new RefusedException(place + ": " + e.getMessage(), e);
    }
  }

  private Finished finish(@Nullable Object value) throws RefusedException {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Set) {
      return new Finished(value, 1, 1);
    }
    Finished answer = finished.get(value);
    if (answer == null) {
      if (open.containsKey(value)) {
        throw new RefusedException("holds itself, which no weights file does");
      }
      checkDepth(path.size());
      budget.charge(2, MemoryBudget.ENTRY);
      open.put(value, true);
      answer = finishNew(value);
      open.remove(value);
      finished.put(value, answer);
    }
    checkDepth(path.size() + answer.depth);
    if (answer.values > MAX_VALUES) {
      throw new RefusedException(
          "holds more than " + MAX_VALUES + " values, which no weights file does");
    }
    return answer;
  }

  private static void checkDepth(int depth) throws RefusedException {
    if (depth > MAX_DEPTH) {
      throw new RefusedException("is nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  private Finished finishNew(Object value) throws RefusedException {
    if (value instanceof LinkedHashMap) {
      return finishDict(PickleKeys.dict(value));
    } else if (value instanceof ArrayList) {
      return finishItems(PythonGlobals.items(value));
    } else if (value instanceof PickleTuple tuple) {
      budget.charge(tuple.size(), MemoryBudget.SLOT);
      return finishItems(new ArrayList<>(tuple.items()));
    }
    return new Finished(finishLeaf(value), 1, 1);
  }

  private Finished finishDict(Map<@Nullable Object, @Nullable Object> dict)
      throws RefusedException {
    int depth = 0;
    long values = 1;
    for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entrySet()) {
      Finished child =
          finishChild(PickleText.excerpt(String.valueOf(entry.getKey())), entry.getValue());
      entry.setValue(child.value);
      depth = Math.max(depth, child.depth);
      values += child.values;
    }
    return new Finished(dict, depth + 1, values);
  }

  private Finished finishItems(List<@Nullable Object> items) throws RefusedException {
    int depth = 0;
    long values = 1;
    for (int i = 0; i < items.size(); i++) {
      Finished child = finishChild(String.valueOf(i), items.get(i));
      items.set(i, child.value);
      depth = Math.max(depth, child.depth);
      values += child.values;
    }
    return new Finished(items, depth + 1, values);
  }

  /** Leaves the path as it is where it fails, for the message. */
  private Finished finishChild(String name, @Nullable Object value) throws RefusedException {
    path.push(name);
    Finished child = finish(value);
    path.pop();
    return child;
  }

  private @Nullable Object finishLeaf(Object value) throws RefusedException {
    if (value instanceof PickleGlobal.PendingTensor tensor) {
      return tensor.toStoredTensor(budget);
    } else if (value instanceof ByteBuffer window) {
      budget.charge(window.remaining());
      byte[] bytes = new byte[window.remaining()];
      window.duplicate().get(bytes);
      return bytes;
    } else if (value instanceof PickleGlobal global) {
      return global.name();
    } else if (value instanceof NumpyDtype dtype) {
      return "numpy." + dtype.elements();
    }
    throw new RefusedException("is " + PythonKind.of(value) + " without a tensor");
  }
}
