package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.SparseRcnnException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replaces a file in one step: whoever opens it, also after a crash or with a full disk, sees the
 * old content or the new one, never a part. The new content goes to a temporary file in the same
 * folder, is forced to the disk, and is renamed.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything. The stream is buffered, and closed by the caller.
     *
     * @throws IOException if that fails; the old file then stays as it is
     */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Writes a file or replaces it. A symbolic link is followed. Missing folders are made.
   *
   * @throws SparseRcnnException if writing fails; the old file is then untouched and the temporary
   *     one gone
   */
  public static void write(Path file, Content content) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path folder = Objects.requireNonNull(target.getParent(), "the root folder is not a file");
      Files.createDirectories(folder);
      Path temporary = folder.resolve(temporaryName(target));
      try {
        fill(temporary, content);
        replace(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
      forceFolder(folder);
    } catch (IOException e) {
      throw new SparseRcnnException(
          file
              + ": cannot be written: "
              + reason(e)
              + "; what was there is untouched; make room or choose another place",
          e);
    }
  }

  /** Without a channel, which an interrupted thread could not write to: it may have to save. */
  private static void fill(Path temporary, Content content) throws IOException {
    try (OutputStream stream =
        new BufferedOutputStream(
            Files.newOutputStream(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            BUFFER_BYTES)) {
      content.writeTo(stream);
    }
    try (RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw")) {
      file.getFD().sync();
    }
  }

  /**
   * Says why a file could not be written.
   *
   * @param e what was thrown
   * @return its message without the path of a file
   */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  /** Unique among running processes; what a killed one left behind is overwritten in time. */
  private static String temporaryName(Path target) {
    return String.format(
        Locale.ROOT,
        ".%s.%d-%d.tmp",
        target.getFileName(),
        ProcessHandle.current().pid(),
        COUNTER.getAndIncrement());
  }

  private static void replace(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the rename itself durable. Windows cannot open folders, and does not need it. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is on the disk already; at worst the old file comes back after a power cut.
    }
  }
}
