package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PthWriterTest {
  private static final int ALIGNMENT = 64;

  @TempDir Path folder;

  @Test
  void write_alignsEveryStorage() throws IOException {
    Map<String, StoredTensor> tensors = new TreeMap<>();
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String mark = "storage" + i + "!".repeat(i + 1);
      marks.add(mark);
      ByteBuffer bytes = ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII));
      tensors.put("t" + i, new StoredTensor(DType.U8, new long[] {mark.length()}, bytes));
    }
    Path file = folder.resolve("aligned.pth");

    PthWriter.write(file, tensors);

    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (String mark : marks) {
      assertThat(content.indexOf(mark)).isPositive();
      assertThat(content.indexOf(mark) % ALIGNMENT).as(mark).isZero();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
      assertThat(zip.stream().map(ZipEntry::getName))
          .startsWith("archive/data.pkl")
          .contains("archive/byteorder", "archive/version", "archive/data/39");
    }
  }

  @Test
  void write_givesTheSameFileForTheSameContent() throws IOException {
    Map<String, StoredTensor> tensors = Map.of("a", StoredTensor.of(new float[] {1, 2}, 2));
    Path first = folder.resolve("first.pth");
    Path second = folder.resolve("second.pth");

    PthWriter.write(first, tensors);
    PthWriter.write(second, tensors);

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void write_refusesWhatACheckpointCannotHold() {
    Path file = folder.resolve("refused.pth");

    assertThatThrownBy(() -> PthWriter.write(file, Map.of("when", Thread.currentThread())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a checkpoint cannot hold a java.lang.Thread");
    assertThat(file).doesNotExist();
  }

  @Property(tries = 100)
  void read_givesBackWhatWasWritten(@ForAll("checkpoints") Map<String, Object> checkpoint)
      throws IOException {
    Path file = Files.createTempFile("round-trip", ".pth");
    try {
      PthWriter.write(file, checkpoint);

      assertThat(comparable(HostileFile.read(file, PthZipReader::read).root()))
          .isEqualTo(comparable(checkpoint));
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  static Arbitrary<Map<String, Object>> checkpoints() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            TensorArbitraries.tensors().map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.strings().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.longs()
                .filter(value -> value != 0)
                .map(value -> BigInteger.valueOf(value).shiftLeft(Long.SIZE)));
    Arbitrary<Object> values =
        Arbitraries.recursive(
            () -> leaves,
            inner ->
                Arbitraries.oneOf(
                    inner.list().ofMaxSize(3).map(Object.class::cast),
                    Arbitraries.maps(Arbitraries.longs(), inner)
                        .ofMaxSize(3)
                        .map(Object.class::cast)),
            0,
            3);
    return Arbitraries.maps(Arbitraries.strings(), values).ofMaxSize(5);
  }

  /** The same graph with tensors that can be compared. */
  private static Object comparable(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, comparable(item)));
      return copy;
    } else if (value instanceof List<?> list) {
      return list.stream().map(PthWriterTest::comparable).toList();
    } else if (value instanceof StoredTensor tensor) {
      return tensor + CheckpointGoldens.sha256(tensor.data());
    }
    return value;
  }
}
