package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of any size seen through read-only little-endian windows, without copying it. A file that
 * fits is mapped once, a larger one window by window. Closing it closes the file, not the windows
 * and regions: they live until nobody holds them. The file must not be overwritten in place in the
 * meantime.
 */
final class MappedFile implements AutoCloseable {
  /** The most bytes that one window can show. */
  static final long MAX_WINDOW = Integer.MAX_VALUE;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final @Nullable ByteBuffer whole;
  private boolean lent;

  private MappedFile(Path path, FileChannel channel, long mapWholeUpTo) throws IOException {
    this.path = path;
    this.channel = channel;
    this.size = channel.size();
    this.whole = size <= mapWholeUpTo ? map(0, size) : null;
  }

  /**
   * Opens a file.
   *
   * @throws WeightsException if there is no such file, or it cannot be read
   */
  static MappedFile open(Path path) {
    return open(path, MAX_WINDOW);
  }

  /**
   * Opens a file, and maps it in one piece only if it is small.
   *
   * @param mapWholeUpTo bytes; a larger file is mapped window by window
   * @throws WeightsException if there is no such file, or it cannot be read
   */
  static MappedFile open(Path path, long mapWholeUpTo) {
    if (!Files.exists(path)) {
      throw new WeightsException(path + ": no such file");
    }
    if (Files.isDirectory(path)) {
      throw new WeightsException(path + ": is a directory, expected a weights file");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new MappedFile(path, channel, mapWholeUpTo);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WeightsException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  long size() {
    return size;
  }

  /**
   * A view of some bytes.
   *
   * @param what what they are, for the message
   * @throws RefusedException if they do not all lie in the file, or are too many for one window
   */
  ByteBuffer window(long offset, long length, String what) throws RefusedException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "%s should be %d bytes from byte %d on, but the file ends after %d bytes",
              what,
              length,
              offset,
              size));
    }
    if (length > MAX_WINDOW) {
      throw new RefusedException(what + " has " + length + " bytes, expected less than 2 GiB");
    }
    if (whole != null) {
      return whole.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }
    try {
      return map(offset, length);
    } catch (IOException e) {
      throw new WeightsException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of a {@link #window}, for those who copy them and need not see them in memory.
   *
   * @param offset of a window
   * @param length of the same window
   */
  FileRegion region(long offset, long length) {
    lent = true;
    return new FileRegion(channel, offset, length);
  }

  private ByteBuffer map(long offset, long length) throws IOException {
    return channel.map(MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    if (lent) {
      return; // the garbage collector closes a channel that nobody holds
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new WeightsException(path + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
