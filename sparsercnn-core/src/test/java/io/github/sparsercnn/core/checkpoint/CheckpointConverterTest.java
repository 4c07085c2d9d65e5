package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointConverterTest {
  private static final CheckpointConverter PLAIN = CheckpointConverter.builder().build();
  private static final String VARIANCE = "backbone.bottom_up.stem.conv1.norm.running_var";
  private static final String FILTERS = "backbone.bottom_up.stem.conv1.weight";
  private static final String LARGE = "head.head_series.0.linear1.weight";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mmdetection.pth", "zoo.pkl", "legacy_format.pth", "model.safetensors"})
  void convert_keepsEveryValueInBothFormats(String name) {
    Path safetensors = folder.resolve("out.safetensors");
    Path pth = folder.resolve("out.PTH");

    PLAIN.convert(CheckpointGoldens.path(name), safetensors);
    PLAIN.convert(safetensors, pth);

    for (Path file : List.of(safetensors, pth)) {
      Checkpoint converted = Checkpoint.read(file);
      assertThat(converted.layout().names()).isEqualTo(NamingScheme.DETECTRON2);
      assertThat(CheckpointGoldens.describe(converted.tensors()))
          .isEqualTo(CheckpointGoldens.tensors());
    }
    assertThat(Checkpoint.read(safetensors).metadata()).containsEntry("format", "pt");
    assertThat(Checkpoint.read(pth).format()).isEqualTo(CheckpointFormat.PTH_ZIP);
  }

  @Test
  void convert_carriesConfigAndLabelsThroughBothFormats() {
    String yaml = "MODEL:\n  SparseRCNN: {NUM_CLASSES: 5}\n";
    List<String> labels = List.of("a", "é\"", "", "d", "e");
    Path first = folder.resolve("first.pth");
    Path second = folder.resolve("second.safetensors");
    Path third = folder.resolve("third.pth");

    CheckpointConverter.builder()
        .config(yaml)
        .labels(labels)
        .build()
        .convert(CheckpointGoldens.path("bare.pth"), first);
    PLAIN.convert(first, second);
    PLAIN.convert(second, third);

    for (Path file : List.of(first, second, third)) {
      assertThat(Checkpoint.read(file).config()).contains(yaml);
      assertThat(Checkpoint.read(file).labels()).isEqualTo(labels);
    }
  }

  @Test
  void convert_takesLabelsFromMmdetection() {
    Path out = folder.resolve("out.safetensors");

    PLAIN.convert(CheckpointGoldens.path("mmdetection.pth"), out);

    assertThat(Checkpoint.read(out).metadata())
        .containsEntry("sparsercnn.labels", "[\"a\",\"b\",\"c\",\"d\",\"e\"]");
  }

  @Test
  void convert_refusesLabelsThatDoNotFitTheClassHead() {
    Path out = folder.resolve("out.pth");
    Path in = CheckpointGoldens.path("bare.pth");

    assertThatThrownBy(
            () -> CheckpointConverter.builder().labels(List.of("a")).build().convert(in, out))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            in
                + ": 1 labels for a class head of 5 rows; give one label per class, in the order of"
                + " the class ids");
    assertThat(out).doesNotExist();
  }

  @Test
  void convert_halvesMatricesThatFitAndNothingElse() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put(VARIANCE, StoredTensor.of(new float[] {83614, 1.0001f}, 2));
    tensors.put(FILTERS, StoredTensor.of(new float[] {1.0001f, -0.1f}, 2, 1));
    tensors.put(LARGE, StoredTensor.of(new float[] {1e6f, 1}, 1, 2));
    Path in = folder.resolve("in.pth");
    Path out = folder.resolve("out.pth");
    PthWriter.write(in, tensors);

    CheckpointConverter.builder().halved(true).build().convert(in, out);

    Map<String, StoredTensor> halved = Checkpoint.read(out).tensors();
    assertThat(halved.get(VARIANCE).dtype()).isEqualTo(DType.F32);
    assertThat(halved.get(VARIANCE).toFloats()).containsExactly(83614, 1.0001f);
    assertThat(halved.get(FILTERS).dtype()).isEqualTo(DType.F16);
    assertThat(halved.get(FILTERS).toFloats()).containsExactly(1, -0.099975586f);
    assertThat(halved.get(LARGE).dtype()).isEqualTo(DType.F32);
    assertThat(halved.get(LARGE).toFloats()).containsExactly(1e6f, 1);
  }

  @Test
  void convert_givesBackTheHalvesOfTheTrainedCellDetector() {
    Path weights = SharedData.require("weights/bccd_sparsercnn.pth");
    Path single = folder.resolve("single.safetensors");
    Path half = folder.resolve("half.safetensors");
    Map<String, StoredTensor> original = Checkpoint.read(weights).tensors();
    Map<String, StoredTensor> widened = new LinkedHashMap<>(original);
    widened.replaceAll((name, tensor) -> tensor.to(DType.F32));
    SafetensorsWriter.write(single, widened, Map.of());

    CheckpointConverter.builder().halved(true).build().convert(single, half);

    Map<String, StoredTensor> halved = Checkpoint.read(half).tensors();
    assertThat(halved).containsOnlyKeys(original.keySet());
    original.forEach(
        (name, tensor) -> {
          assertThat(halved.get(name)).as(name).hasToString(tensor.toString());
          assertThat(halved.get(name).data()).as(name).isEqualTo(tensor.data());
        });
  }

  @Test
  void convert_canReplaceItsInput() throws IOException {
    Path file =
        Files.copy(CheckpointGoldens.path("model.safetensors"), folder.resolve("x.safetensors"));

    CheckpointConverter.builder().config("VERSION: 2\n").build().convert(file, file);

    assertThat(CheckpointGoldens.describe(Checkpoint.read(file).tensors()))
        .isEqualTo(CheckpointGoldens.tensors());
    assertThat(Checkpoint.read(file).config()).contains("VERSION: 2\n");
  }

  @Test
  void convert_refusesAnotherEnding() {
    Path out = folder.resolve("model.onnx");

    assertThatThrownBy(() -> PLAIN.convert(CheckpointGoldens.path("bare.pth"), out))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            out + ": ends neither in .safetensors nor in .pth; name the output accordingly");
  }
}
