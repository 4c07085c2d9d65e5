package io.github.sparsercnn.core.checkpoint;

import java.util.Locale;

/**
 * How much heap a file may still cost. Everything that is read is charged before it is allocated,
 * so that a small hostile file cannot ask for gigabytes. Windows on the mapped file are free.
 */
final class MemoryBudget {
  /** About what an object, boxed number or window costs. */
  static final int OBJECT = 64;

  /** About what an item of a list, tuple or stack costs. */
  static final int SLOT = 12;

  /** About what an entry of a map or set costs. */
  static final int ENTRY = 64;

  /** What a file of any size may cost. */
  private static final long BASE = 256L << 20;

  /** What a file may cost per byte: its tensors copied once, and the objects around them. */
  private static final long PER_FILE_BYTE = 4;

  private final long limit;
  private long left;

  /** A budget in bytes. */
  MemoryBudget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /** The budget of a file: a multiple of its size, but at most half of the JVM's heap. */
  static MemoryBudget forFile(long fileBytes) {
    long wanted = BASE + PER_FILE_BYTE * fileBytes;
    return new MemoryBudget(Math.min(wanted, Runtime.getRuntime().maxMemory() / 2));
  }

  /**
   * Takes bytes off the budget.
   *
   * @throws RefusedException if they are more than is left
   */
  void charge(long bytes) throws RefusedException {
    if (bytes < 0 || bytes > left) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "needs more than the %d MiB of heap that a file of this size may take in this JVM",
              limit >> 20),
          "raise -Xmx if you trust the file");
    }
    left -= bytes;
  }

  /** Takes items of a size each off the budget. */
  void charge(long items, int bytesEach) throws RefusedException {
    charge(items > Long.MAX_VALUE / bytesEach ? Long.MAX_VALUE : items * bytesEach);
  }
}
