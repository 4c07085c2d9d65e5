package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;

/** The unsigned little-endian fields of zip headers, and the zip64 ones that replace full ones. */
final class ZipFields {
  /** A field of 16 bits whose value is in a zip64 field. */
  static final int FULL_16 = 0xffff;

  /** A field of 32 bits whose value is in a zip64 field. */
  static final long FULL_32 = 0xffff_ffffL;

  private static final int ZIP64_EXTRA = 1;
  private static final int EXTRA_HEADER_BYTES = 4;

  private ZipFields() {}

  static int u2(ByteBuffer header, int at) {
    return header.getShort(at) & FULL_16;
  }

  static long u4(ByteBuffer header, int at) {
    return header.getInt(at) & FULL_32;
  }

  static long u8(ByteBuffer header, int at) throws RefusedException {
    long value = header.getLong(at);
    if (value < 0) {
      throw new RefusedException("the zip archive has a zip64 field beyond 63 bits");
    }
    return value;
  }

  /**
   * Replaces the values that do not fit their fields by those of the zip64 extra field, which holds
   * just these, in the same order.
   *
   * @param values fields of 32 bits, changed in place
   */
  static void resolveZip64(ByteBuffer extra, String name, long... values) throws RefusedException {
    int at = zip64Start(extra, name);
    int end = at < 0 ? -1 : at + u2(extra, at - 2);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == FULL_32) {
        if (at < 0 || at + Long.BYTES > end) {
          throw new RefusedException("the zip entry " + name + " lacks a zip64 field");
        }
        values[i] = u8(extra, at);
        at += Long.BYTES;
      }
    }
  }

  /** Where the zip64 field has its values, or -1. */
  private static int zip64Start(ByteBuffer extra, String name) throws RefusedException {
    int at = 0;
    while (at < extra.limit()) {
      if (at + EXTRA_HEADER_BYTES > extra.limit()
          || at + EXTRA_HEADER_BYTES + u2(extra, at + 2) > extra.limit()) {
        throw new RefusedException("the zip entry " + name + " has a damaged extra field");
      }
      if (u2(extra, at) == ZIP64_EXTRA) {
        return at + EXTRA_HEADER_BYTES;
      }
      at += EXTRA_HEADER_BYTES + u2(extra, at + 2);
    }
    return -1;
  }
}
