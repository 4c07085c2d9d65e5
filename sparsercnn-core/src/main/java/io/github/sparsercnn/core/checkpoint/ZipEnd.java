package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.ZipFields.u2;
import static io.github.sparsercnn.core.checkpoint.ZipFields.u4;
import static io.github.sparsercnn.core.checkpoint.ZipFields.u8;

import java.nio.ByteBuffer;

/**
 * The end of a zip archive, which says where its central directory lies.
 *
 * @param entries how many entries the directory has
 * @param directoryBytes how long it is
 * @param directoryOffset where it begins
 */
record ZipEnd(long entries, long directoryBytes, long directoryOffset) {
  private static final int SIGNATURE = 0x06054b50;
  private static final int BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xffff;

  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_SIGNATURE = 0x06064b50;
  private static final int ZIP64_BYTES = 56;

  /** The part of the zip64 end that its own length does not count. */
  private static final int ZIP64_UNCOUNTED_BYTES = 12;

  /**
   * Finds the end of an archive.
   *
   * @throws RefusedException if there is none, or its fields do not fit each other and the file
   */
  static ZipEnd find(MappedFile file) throws RefusedException {
    long tailStart = Math.max(0, file.size() - BYTES - MAX_COMMENT_BYTES);
    ByteBuffer tail = file.window(tailStart, file.size() - tailStart, "the end of the archive");
    for (int at = tail.limit() - BYTES; at >= 0; at--) {
      if (tail.getInt(at) == SIGNATURE && u2(tail, at + 20) == tail.limit() - at - BYTES) {
        return read(file, tailStart + at, tail.slice(at, BYTES).order(tail.order()));
      }
    }
    throw new RefusedException("the zip archive has no end, the file seems truncated");
  }

  private static ZipEnd read(MappedFile file, long endOffset, ByteBuffer end)
      throws RefusedException {
    ZipEnd found = new ZipEnd(u2(end, 10), u4(end, 12), u4(end, 16));
    boolean manyDisks = u2(end, 4) != 0 || u2(end, 6) != 0 || u2(end, 8) != found.entries;
    long directoryEnd = endOffset;
    long locatorOffset = endOffset - ZIP64_LOCATOR_BYTES;
    if (locatorOffset >= 0) {
      ByteBuffer locator = file.window(locatorOffset, ZIP64_LOCATOR_BYTES, "the zip64 locator");
      if (locator.getInt(0) == ZIP64_LOCATOR_SIGNATURE) {
        directoryEnd = u8(locator, 8);
        found = found.agreeingWith(readZip64(file, directoryEnd, locatorOffset));
        manyDisks = false;
      }
    }
    if (manyDisks) {
      throw new RefusedException("the zip archive has several parts, expected one");
    }
    if (found.directoryOffset > directoryEnd
        || found.directoryBytes != directoryEnd - found.directoryOffset) {
      throw new RefusedException(
          "the zip archive says that its directory is "
              + found.directoryBytes
              + " bytes from byte "
              + found.directoryOffset
              + " on, but it ends at byte "
              + directoryEnd);
    }
    return found;
  }

  private static ZipEnd readZip64(MappedFile file, long offset, long locatorOffset)
      throws RefusedException {
    ByteBuffer end = file.window(offset, ZIP64_BYTES, "the zip64 end");
    if (end.getInt(0) != ZIP64_SIGNATURE
        || u8(end, 4) != locatorOffset - offset - ZIP64_UNCOUNTED_BYTES) {
      throw new RefusedException("the zip archive has a damaged zip64 end");
    }
    if (u4(end, 16) != 0 || u4(end, 20) != 0 || u8(end, 24) != u8(end, 32)) {
      throw new RefusedException("the zip64 archive has several parts, expected one");
    }
    return new ZipEnd(u8(end, 32), u8(end, 40), u8(end, 48));
  }

  /** The zip64 values, unless a field that is not full says otherwise. */
  private ZipEnd agreeingWith(ZipEnd zip64) throws RefusedException {
    if ((entries != ZipFields.FULL_16 && entries != zip64.entries)
        || (directoryBytes != ZipFields.FULL_32 && directoryBytes != zip64.directoryBytes)
        || (directoryOffset != ZipFields.FULL_32 && directoryOffset != zip64.directoryOffset)) {
      throw new RefusedException(
          "the zip archive's end says " + this + ", its zip64 end says " + zip64);
    }
    return zip64;
  }

  /** Returns the three numbers in words. */
  @Override
  public String toString() {
    return entries + " entries, listed in " + directoryBytes + " bytes at byte " + directoryOffset;
  }
}
