package io.github.sparsercnn.core.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a name of the allow-list stands for. No class is ever looked up or loaded by name: a pickle
 * can only reach the few behaviours written here.
 */
sealed interface PickleGlobal {
  /** Its name in Python, with the module. */
  String name();

  /**
   * Something a pickle may call.
   *
   * @param body what happens then
   */
  record Function(String name, Body body) implements PickleGlobal {}

  /** A name that is only passed around, such as a class that selects nothing for us. */
  record Inert(String name) implements PickleGlobal {}

  /** The class of a torch storage; null is the untyped one, counted in bytes. */
  record StorageType(String name, @Nullable DType dtype) implements PickleGlobal {
    int itemBytes() {
      return dtype == null ? 1 : dtype.bytes();
    }
  }

  /** A torch dtype. */
  record TorchDtype(String name, DType dtype) implements PickleGlobal {}

  /** What a call does. */
  interface Body {
    /**
     * Answers a call.
     *
     * @param budget what the answer is charged to, beyond one object
     */
    @Nullable Object call(PickleTuple arguments, MemoryBudget budget) throws RefusedException;
  }

  /** An object whose state comes in a second step, by BUILD. */
  interface Buildable {
    void build(@Nullable Object state) throws RefusedException;
  }

  /** A tensor whose bytes are only looked at when the whole pickle has been read. */
  interface PendingTensor {
    StoredTensor toStoredTensor(MemoryBudget budget) throws RefusedException;
  }
}
