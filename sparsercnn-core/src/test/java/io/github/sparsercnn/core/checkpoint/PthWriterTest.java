package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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
}
