package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that only grows. What has been appended is on the disk, so that neither a killed process
 * nor a power cut takes it away. Not thread-safe.
 */
final class AppendedFile implements AutoCloseable {
  private static final byte LINE_END = '\n';

  private final Path file;

  /** Without a buffer; and unlike a channel, not closed when its thread is interrupted. */
  private final OutputStream stream;

  private AppendedFile(Path file, OutputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /**
   * Opens a file at its end, and makes it and its folders if they are missing. Closing it is the
   * caller's.
   *
   * @throws SparseRcnnException if that fails
   */
  static AppendedFile open(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return new AppendedFile(
          file,
          Files.newOutputStream(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND,
              StandardOpenOption.DSYNC));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Opens a text file likewise. If its last line has no end, because a full disk cut it off, the
   * end is added.
   *
   * @throws SparseRcnnException if that fails
   */
  static AppendedFile openText(Path file) {
    AppendedFile text = open(file);
    try {
      if (endsInsideLine(file)) {
        text.append(new byte[] {LINE_END});
      }
      return text;
    } catch (IOException e) {
      text.close();
      throw failure(file, e);
    } catch (SparseRcnnException e) {
      text.close();
      throw e;
    }
  }

  private static boolean endsInsideLine(Path file) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      if (bytes.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(bytes.size() - 1).read(last);
      return last.get(0) != LINE_END;
    }
  }

  /**
   * Appends one line.
   *
   * @param line without its end
   * @throws SparseRcnnException if that fails
   */
  void appendLine(String line) {
    append((line + (char) LINE_END).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Appends bytes.
   *
   * @throws SparseRcnnException if that fails
   */
  void append(byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** What is thrown when a file of the output folder cannot be used. */
  static SparseRcnnException failure(Path file, IOException cause) {
    return new SparseRcnnException(
        file
            + ": cannot be written: "
            + AtomicFile.reason(cause)
            + "; make room or choose another output folder, then resume from the last checkpoint",
        cause);
  }
}
