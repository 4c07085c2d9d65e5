package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file that must be refused: by one kind of exception, in one line that names the file, with
 * little memory and in little time.
 */
final class HostileFile {
  /** What a small hostile file may allocate; the tests' own share is some kilobytes. */
  static final long SMALL = 8L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private HostileFile() {}

  /** What reads one format. */
  interface Reader {
    FileContents read(Path path, MappedFile file);
  }

  /** What a reader reads from a file. */
  static FileContents read(Path path, Reader reader) {
    try (MappedFile file = MappedFile.open(path)) {
      return reader.read(path, file);
    }
  }

  /** The reason why a reader refuses a file of some bytes. */
  static String refusal(Path folder, byte[] content, Reader reader) {
    return refusal(folder, content, reader, SMALL);
  }

  /**
   * The reason why a reader refuses a file of some bytes.
   *
   * @param allocation how many bytes of heap the reader may allocate in all
   */
  static String refusal(Path folder, byte[] content, Reader reader, long allocation) {
    Path file = write(folder, content);
    long before = AllocatedBytes.now();
    long start = System.nanoTime();
    Throwable thrown = catchThrowable(() -> read(file, reader));
    long allocated = AllocatedBytes.now() - before;

    assertThat(thrown).isExactlyInstanceOf(WeightsException.class);
    assertThat(thrown.getMessage()).startsWith(file + ": ").doesNotContainPattern("\\p{Cntrl}");
    assertThat(allocated).as("allocated bytes").isLessThan(allocation);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    return thrown.getMessage().substring((file + ": ").length());
  }

  /** A file of some bytes. */
  static Path write(Path folder, byte[] content) {
    Path file = folder.resolve("hostile.bin");
    try {
      Files.deleteIfExists(file); // some file systems are slow to write over a file
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
