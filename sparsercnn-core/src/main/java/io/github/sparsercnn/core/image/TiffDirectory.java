package io.github.sparsercnn.core.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The first directory of a TIFF structure, which is how TIFF files and EXIF data begin. Damage is
 * not an error here: what comes before it is kept.
 */
final class TiffDirectory {
  private static final short MAGIC = 42;
  private static final int SHORT = 3;
  private static final int INLINE_BYTES = 4;

  /** Bytes of a value by its type: none, BYTE, ASCII, SHORT, LONG, RATIONAL and so on. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final Map<Integer, Integer> shorts = new HashMap<>();
  private final boolean whole;

  /**
   * Reads the directory.
   *
   * @param structure from the byte order mark on
   */
  TiffDirectory(ByteBuffer structure) {
    ByteBuffer tiff = structure.slice();
    boolean complete;
    try {
      tiff.order(tiff.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      complete = tiff.getShort(2) == MAGIC && readEntries(tiff.position(tiff.getInt(4)));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      complete = false;
    }
    whole = complete;
  }

  /** Whether all values that lie elsewhere do so within the structure. */
  private boolean readEntries(ByteBuffer tiff) {
    boolean within = true;
    for (int entries = Short.toUnsignedInt(tiff.getShort()); entries > 0; entries--) {
      int tag = Short.toUnsignedInt(tiff.getShort());
      int type = Short.toUnsignedInt(tiff.getShort());
      long count = Integer.toUnsignedLong(tiff.getInt());
      int value = tiff.position();
      if (type == SHORT && count == 1) {
        shorts.putIfAbsent(tag, Short.toUnsignedInt(tiff.getShort(value)));
      }
      long bytes = type < TYPE_BYTES.length ? count * TYPE_BYTES[type] : 0;
      long end = Integer.toUnsignedLong(tiff.getInt()) + bytes;
      within &= bytes <= INLINE_BYTES || end <= tiff.limit();
    }
    return within;
  }

  /** The value of a tag that has one SHORT. */
  OptionalInt shortValue(int tag) {
    Integer value = shorts.get(tag);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Whether the directory and its values lie within the structure to their ends. */
  boolean isWhole() {
    return whole;
  }
}
