package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to a file, reading it gives tensors or one clear line. */
class DamagedFilesTest {
  /** Headers and directories lie at the ends; a changed weight cannot be noticed. */
  private static final int VULNERABLE_BYTES = 45_000;

  @Property(tries = 200)
  void read_survivesChangedBytes(
      @ForAll("files") String name,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int count)
      throws IOException {
    byte[] bytes = Files.readAllBytes(CheckpointGoldens.path(name));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      int place = random.nextInt(VULNERABLE_BYTES);
      int index = random.nextBoolean() ? place : bytes.length - 1 - place;
      bytes[index] = (byte) random.nextInt(256);
    }
    readOrRefuse(bytes);
  }

  @Property(tries = 100)
  void read_survivesTruncation(@ForAll("files") String name, @ForAll long seed) throws IOException {
    byte[] bytes = Files.readAllBytes(CheckpointGoldens.path(name));
    int length = new SplittableRandom(seed).nextInt(bytes.length);
    assertThat(readOrRefuse(Arrays.copyOf(bytes, length))).as("%d bytes", length).isFalse();
  }

  @Property(tries = 200)
  void read_survivesNoise(@ForAll("starts") byte[] start, @ForAll byte[] noise) throws IOException {
    byte[] bytes = Arrays.copyOf(start, start.length + noise.length);
    System.arraycopy(noise, 0, bytes, start.length, noise.length);
    readOrRefuse(bytes);
  }

  @Provide
  static Arbitrary<String> files() {
    return Arbitraries.of(
        "bare.pth", "model.safetensors", "legacy_format.pth", "zoo.pkl", "mmdetection.pth");
  }

  @Provide
  static Arbitrary<byte[]> starts() {
    return Arbitraries.of(
        List.of(
            new byte[0],
            new byte[] {'P', 'K', 3, 4},
            new byte[] {(byte) 0x80, 2},
            new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10},
            new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{'},
            new byte[] {'(', 'd'}));
  }

  /** Whether the file could be read. */
  private static boolean readOrRefuse(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("damaged", ".pth");
    try {
      Files.write(file, bytes);
      Checkpoint.read(file);
      return true;
    } catch (WeightsException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
      assertThat(e.getMessage()).doesNotContain("\n");
      return false;
    } finally {
      Files.delete(file);
    }
  }
}
