package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionTest {
  @TempDir private Path folder;

  private FileRegion region(int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    Path file = Files.write(folder.resolve("bytes"), content);
    return new FileRegion(FileChannel.open(file), 0, bytes.length);
  }

  @Test
  void read_fillsTheTargetFromTheStartOfThePart() throws IOException {
    FileRegion region = region(1, 2, 3, 4, 5, 6);
    ByteBuffer target = ByteBuffer.allocate(3);
    try (FileChannel channel = region.channel()) {
      assertThat(region.part(1, 5).part(1, 3).read(target)).isTrue();
    }
    assertThat(target.array()).containsExactly(3, 4, 5);
    assertThat(target.hasRemaining()).isFalse();
  }

  @Test
  void read_saysNoWhereTheFileEndsOrTheChannelIsClosed() throws IOException {
    FileRegion region = region(1, 2, 3);
    ByteBuffer target = ByteBuffer.allocate(4);
    assertThat(region.read(target)).isFalse();
    assertThat(target.position()).isZero();
    region.channel().close();
    assertThat(region.read(target.limit(2))).isFalse();
    assertThat(target.position()).isZero();
  }

  @Test
  void part_staysInside() throws IOException {
    FileRegion region = region(1, 2, 3);
    try (FileChannel channel = region.channel()) {
      assertThatThrownBy(() -> region.part(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tensorsOfAllFormats_areCopiedFromTheirFile() {
    StoredTensor a = StoredTensor.of(new float[] {1, 2, 3}, 3);
    StoredTensor b = StoredTensor.of(new float[] {4, 5, 6, 7}, 2, 2);
    Path pth = folder.resolve("a.pth");
    PthWriter.write(pth, Map.of("a", a, "b", b));
    Path safetensors = folder.resolve("a.safetensors");
    SafetensorsWriter.write(safetensors, Map.of("a", a, "b", b), Map.of());
    try (MappedFile file = MappedFile.open(pth)) {
      assertCopied(PthZipReader.read(pth, file), a, b);
    }
    try (MappedFile file = MappedFile.open(safetensors)) {
      assertCopied(SafetensorsReader.read(safetensors, file), a, b);
    }
  }

  private static void assertCopied(FileContents contents, StoredTensor a, StoredTensor b) {
    Map<?, ?> tensors = (Map<?, ?>) Objects.requireNonNull(contents.root());
    assertThat(copied((StoredTensor) tensors.get("a"))).isEqualTo(a.data());
    assertThat(copied((StoredTensor) tensors.get("b"))).isEqualTo(b.data());
  }

  @Test
  void interruptedThread_stillGetsTheBytes() {
    StoredTensor a = StoredTensor.of(new float[] {1, 2, 3}, 3);
    Path file = folder.resolve("a.safetensors");
    SafetensorsWriter.write(file, Map.of("a", a), Map.of());
    StoredTensor read = SafetensorsReader.tensors(file).get("a");
    Thread.currentThread().interrupt(); // which closes the channel
    try {
      assertThat(copied(read)).isEqualTo(a.data());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(copied(read)).isEqualTo(a.data());
  }

  @Test
  void copyTo_wantsRoomForExactlyTheBytes() {
    StoredTensor a = StoredTensor.of(new float[] {1, 2, 3}, 3);
    assertThatThrownBy(() -> a.copyTo(ByteBuffer.allocate(16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F32[3] has 12 bytes");
  }

  private static ByteBuffer copied(StoredTensor tensor) {
    ByteBuffer target = ByteBuffer.allocateDirect(tensor.data().remaining());
    tensor.copyTo(target);
    return target.flip();
  }
}
