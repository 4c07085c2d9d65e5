package io.github.sparsercnn.core.evaluation;

/**
 * Which of an object's keys were seen. Twice the same key is an error here: JSON leaves open which
 * of them counts. Not thread-safe.
 */
final class KeySet {
  private final JsonCursor cursor;
  private final String[] keys;
  private int seen;

  KeySet(JsonCursor cursor, String... keys) {
    this.cursor = cursor;
    this.keys = keys;
  }

  /** Forgets everything, for the next object. */
  void clear() {
    seen = 0;
  }

  /** Notes that the key of this number is there. */
  void add(int key) {
    if (has(key)) {
      throw cursor.error("the key \"" + keys[key] + "\" occurs twice");
    }
    seen |= (1 << key);
  }

  boolean has(int key) {
    return (seen & (1 << key)) != 0;
  }

  /** Demands a key. */
  void require(int key) {
    if (!has(key)) {
      throw cursor.error("the key \"" + keys[key] + "\" is missing");
    }
  }
}
