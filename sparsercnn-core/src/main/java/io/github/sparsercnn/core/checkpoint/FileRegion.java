package io.github.sparsercnn.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Some bytes of an open file, read as they are asked for: unlike those of a mapped window they take
 * no memory of the process. Thread-safe.
 *
 * @param channel stays open as long as somebody holds a region
 * @param offset of the first byte
 * @param length in bytes
 */
record FileRegion(FileChannel channel, long offset, long length) {

  /** A part of this region. */
  FileRegion part(long start, long bytes) {
    if (start < 0 || bytes < 0 || start > length - bytes) {
      throw new IllegalArgumentException(start + " + " + bytes + " of " + length + " bytes");
    }
    return new FileRegion(channel, offset + start, bytes);
  }

  /**
   * Reads the first bytes of the region.
   *
   * @param target is filled up to its limit, or is left as it was
   * @return whether that went well: it does not where the file has become shorter, or where the
   *     channel was closed because a thread that read from it was interrupted
   */
  boolean read(ByteBuffer target) {
    int start = target.position();
    long at = offset;
    try {
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count <= 0) {
          target.position(start);
          return false;
        }
        at += count;
      }
      return true;
    } catch (IOException e) {
      target.position(start);
      return false;
    }
  }
}
