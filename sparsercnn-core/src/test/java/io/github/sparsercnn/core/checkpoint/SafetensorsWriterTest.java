package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.core.testing.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path folder;

  @Test
  void write_givesTheBytesOfTheReferenceLibrary() throws IOException {
    Path golden = Goldens.path("checkpoints/model.safetensors");
    Path copy = folder.resolve("made/on/the/way/copy.safetensors");

    SafetensorsWriter.write(
        copy, SafetensorsReader.tensors(golden), SafetensorsReader.metadata(golden));

    assertThat(copy).hasSameBinaryContentAs(golden);
  }

  @Test
  void write_putsLargeTypesFirstAndNamesInOrder() {
    StoredTensor half = StoredTensor.of(new float[] {1}, 1).to(DType.F16);
    StoredTensor single = StoredTensor.of(new float[] {1}, 1);
    StoredTensor flag = new StoredTensor(DType.BOOL, new long[0], ByteBuffer.allocate(1));
    Path file = folder.resolve("order.safetensors");

    SafetensorsWriter.write(
        file,
        Map.of("a", flag, "b", half, "d", single, "c", single, "e", single.to(DType.F64)),
        Map.of());

    assertThat(SafetensorsReader.tensors(file).keySet()).containsExactly("e", "c", "d", "b", "a");
  }

  @Test
  void write_refusesATensorNamedLikeTheMetadata() {
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    folder.resolve("x"),
                    Map.of("__metadata__", StoredTensor.of(new float[1], 1)),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Property(tries = 100)
  void read_givesBackWhatWasWritten(
      @ForAll("tensors") Map<String, StoredTensor> tensors, @ForAll Map<String, String> metadata)
      throws IOException {
    Path file = Files.createTempFile("round-trip", ".safetensors");
    try {
      SafetensorsWriter.write(file, tensors, metadata);

      Map<String, StoredTensor> read = SafetensorsReader.tensors(file);
      assertThat(read).containsOnlyKeys(tensors.keySet());
      tensors.forEach(
          (name, tensor) -> {
            assertThat(read.get(name)).hasToString(tensor.toString());
            assertThat(read.get(name).data()).isEqualTo(tensor.data());
          });
      assertThat(SafetensorsReader.metadata(file)).isEqualTo(metadata);
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  static Arbitrary<Map<String, StoredTensor>> tensors() {
    return Arbitraries.maps(
            Arbitraries.strings().filter(name -> !name.equals("__metadata__")),
            TensorArbitraries.tensors())
        .ofMaxSize(8);
  }
}
