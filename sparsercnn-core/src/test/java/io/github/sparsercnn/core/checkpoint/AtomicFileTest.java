package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);
  private static final int HALTED = 137;

  @TempDir Path folder;

  @Test
  void write_replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = Files.write(folder.resolve("weights.pth"), OLD);

    AtomicFile.write(file, stream -> stream.write(NEW));

    assertThat(file).hasBinaryContent(NEW);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void write_followsASymbolicLink() throws IOException {
    Path file = Files.write(folder.resolve("weights.pth"), OLD);
    Path link = Files.createSymbolicLink(folder.resolve("latest.pth"), file);

    AtomicFile.write(link, stream -> stream.write(NEW));

    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void write_keepsTheOldFileWhenTheDiskIsFull() throws IOException {
    Path file = Files.write(folder.resolve("weights.pth"), OLD);

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    stream -> {
                      stream.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessage(
            file
                + ": cannot be written: No space left on device; what was there is untouched;"
                + " make room or choose another place");

    assertThat(file).hasBinaryContent(OLD);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void write_succeedsInAnInterruptedThread() {
    Path file = folder.resolve("weights.pth");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(file, stream -> stream.write(NEW));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void write_leavesTheOldFileWhenTheProcessIsKilledInBetween() throws Exception {
    Path file = Files.write(folder.resolve("weights.pth"), OLD);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                file.toString())
            .inheritIO()
            .start();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(HALTED);
    assertThat(file).hasBinaryContent(OLD);
  }

  @Test
  void writers_keepTheOldFileWhenAWriteFails() throws IOException {
    Path target = folder.resolve("folder.pth");
    Path inside = Files.write(Files.createDirectory(target).resolve("kept"), OLD);
    Map<String, StoredTensor> tensors = Map.of("a", StoredTensor.of(new float[] {1}, 1));

    assertThatThrownBy(() -> PthWriter.write(target, tensors))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(target + ": cannot be written: ");
    assertThatThrownBy(() -> SafetensorsWriter.write(target, tensors, Map.of()))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(target + ": cannot be written: ");

    assertThat(inside).hasBinaryContent(OLD);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  /** A process that dies, as by kill -9, when half of its file is written. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] arguments) {
      AtomicFile.write(Path.of(arguments[0]), Killed::writeHalf);
    }

    private static void writeHalf(OutputStream stream) throws IOException {
      stream.write(new byte[1 << 20]);
      stream.flush();
      Runtime.getRuntime().halt(HALTED);
    }
  }
}
