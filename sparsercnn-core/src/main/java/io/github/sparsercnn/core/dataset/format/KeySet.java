package io.github.sparsercnn.core.dataset.format;

/**
 * Which of an object's keys were seen. Twice the same key is an error here: JSON leaves open which
 * of them counts. Not thread-safe.
 */
public final class KeySet {
  private final JsonCursor cursor;
  private final String[] keys;
  private int seen;

  /**
   * Makes an empty set.
   *
   * @param cursor tells the place of a complaint
   * @param keys the keys of interest, at most 32; they are numbered in this order
   */
  public KeySet(JsonCursor cursor, String... keys) {
    this.cursor = cursor;
    this.keys = keys;
  }

  /** Forgets everything, for the next object. */
  public void clear() {
    seen = 0;
  }

  /**
   * Notes that a key is there.
   *
   * @param key its number
   * @throws io.github.sparsercnn.DatasetException if it was there before
   */
  public void add(int key) {
    if (has(key)) {
      throw cursor.error("the key \"" + keys[key] + "\" occurs twice");
    }
    seen |= (1 << key);
  }

  /**
   * Whether a key was seen.
   *
   * @param key its number
   * @return whether it was
   */
  public boolean has(int key) {
    return (seen & (1 << key)) != 0;
  }

  /**
   * Demands a key.
   *
   * @param key its number
   * @throws io.github.sparsercnn.DatasetException if it was not seen
   */
  public void require(int key) {
    if (!has(key)) {
      throw cursor.error("the key \"" + keys[key] + "\" is missing");
    }
  }
}
