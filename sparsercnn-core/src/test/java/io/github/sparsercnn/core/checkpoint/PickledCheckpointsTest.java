package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One small model in every pickled layout that users have, written by PyTorch and detectron2. */
class PickledCheckpointsTest {
  private static final String BACKBONE = "backbone.bottom_up.";

  private static JsonNode expected;

  @BeforeAll
  static void readExpected() throws IOException {
    expected = new ObjectMapper().readTree(golden("expected.json").toFile());
  }

  @ParameterizedTest
  @CsvSource({
    "bare.pth,                        PTH_ZIP,    ,       ''",
    "data_parallel.pth,               PTH_ZIP,    model,  module.",
    "detectron2_0.3.pth,              PTH_ZIP,    model,  ''",
    "detectron2_0.6.pth,              PTH_ZIP,    model,  ''",
    "legacy_format.pth,               PTH_LEGACY, ,       ''",
    "detectron2_0.3_legacy_format.pth,PTH_LEGACY, model,  ''",
    "zoo.pkl,                         PKL,        model,  ''",
  })
  void read_givesEveryTensorExactly(
      String file, CheckpointFormat format, String section, String prefix) {
    FileContents contents = read(file);

    assertThat(contents.format()).isEqualTo(format);
    Map<String, Object> names = section(contents, section);
    Map<String, String> hashes = new LinkedHashMap<>();
    names.forEach((name, tensor) -> hashes.put(name, describe(tensor)));
    Map<String, String> expectedHashes = new LinkedHashMap<>();
    expected
        .get("tensors")
        .properties()
        .forEach(tensor -> expectedHashes.put(prefix + tensor.getKey(), describe(tensor)));
    assertThat(hashes).containsExactlyEntriesOf(expectedHashes);
  }

  @Test
  void read_givesMmdetectionsTensorsUnderItsOwnNames() {
    FileContents contents = read("mmdetection.pth");

    assertThat(tensors(section(contents, "state_dict")))
        .containsExactlyInAnyOrderElementsOf(expectedTensors(""));
    assertThat(section(contents, "state_dict")).containsKey("neck.lateral_convs.0.conv.weight");
    assertThat(section(contents, "meta"))
        .containsEntry("epoch", 36L)
        .containsEntry("CLASSES", List.of("a", "b", "c", "d", "e"));
  }

  @ParameterizedTest
  @CsvSource({"torchvision_backbone.pth, ", "R-50_like.pkl, model"})
  void read_givesBackbonesUnderTheirOwnNames(String file, String section) {
    Map<String, Object> names = section(read(file), section);

    assertThat(tensors(names)).containsAll(expectedTensors(BACKBONE));
  }

  @Test
  void read_givesHalvesAsTheyAre() {
    Map<String, Object> halves = section(read("half.pth"), null);
    Map<String, Object> singles = section(read("bare.pth"), null);

    assertThat(halves.keySet()).containsExactlyElementsOf(singles.keySet());
    halves.forEach(
        (name, half) ->
            assertThat(((StoredTensor) half).data())
                .as(name)
                .isEqualTo(((StoredTensor) singles.get(name)).to(DType.F16).data()));
  }

  @ParameterizedTest
  @CsvSource({
    "detectron2_0.3.pth,               optimizer,                    scheduler",
    "detectron2_0.3_legacy_format.pth, optimizer,                    scheduler",
    "detectron2_0.6.pth,               trainer/_trainer/optimizer,   trainer/hooks/LRScheduler",
  })
  void read_givesTheStateOfTraining(String file, String optimizerPath, String schedulerPath) {
    FileContents contents = read(file);

    assertThat(section(contents, null)).containsEntry("iteration", 2L);
    Map<String, Object> optimizer = section(contents, optimizerPath);
    Map<?, ?> state = (Map<?, ?>) optimizer.get("state");
    List<String> firstMoments = new ArrayList<>();
    for (long i = 0; i < expected.get("exp_avg_sha256").size(); i++) {
      Map<?, ?> parameter = (Map<?, ?>) state.get(i);
      StoredTensor step = (StoredTensor) parameter.get("step");
      assertThat(step.toFloats()).containsExactly(expected.get("optimizer_step").floatValue());
      firstMoments.add(CheckpointGoldens.sha256(((StoredTensor) parameter.get("exp_avg")).data()));
    }
    assertThat(firstMoments).containsExactlyElementsOf(texts(expected.get("exp_avg_sha256")));
    Map<?, ?> firstGroup = (Map<?, ?>) ((List<?>) optimizer.get("param_groups")).get(0);
    assertThat(firstGroup.get("lr")).isEqualTo(expected.get("lr_next").doubleValue());
    assertThat(firstGroup.get("betas")).isEqualTo(List.of(0.9, 0.999));
    assertThat(firstGroup.get("foreach")).isNull();
    assertThat(section(contents, schedulerPath))
        .containsEntry("warmup_method", "linear")
        .containsEntry("last_epoch", 3L);
  }

  @ParameterizedTest
  @CsvSource({"bare.pth, 4096", "zoo.pkl, 4096", "legacy_format.pth, 4096"})
  void read_givesTheSameOfAFileTooLargeForOneWindow(String file, long window) {
    Path path = golden(file);
    FileContents whole = read(file);
    FileContents windowed;
    try (MappedFile mapped = MappedFile.open(path, window)) {
      windowed = read(path, mapped);
    }

    Map<String, Object> expectedNames = section(whole, file.equals("zoo.pkl") ? "model" : null);
    Map<String, Object> names = section(windowed, file.equals("zoo.pkl") ? "model" : null);
    assertThat(tensors(names)).containsExactlyElementsOf(tensors(expectedNames));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static List<String> tensors(Map<String, Object> names) {
    return names.values().stream().map(PickledCheckpointsTest::describe).toList();
  }

  private static List<String> expectedTensors(String prefix) {
    return expected.get("tensors").properties().stream()
        .filter(tensor -> tensor.getKey().startsWith(prefix))
        .map(PickledCheckpointsTest::describe)
        .toList();
  }

  private static String describe(Map.Entry<String, JsonNode> tensor) {
    String shape = tensor.getValue().get("shape").toString().replace(",", ", ");
    return shape + " " + tensor.getValue().get("sha256_float32_le").textValue();
  }

  private static String describe(Object value) {
    StoredTensor tensor = (StoredTensor) value;
    return Arrays.toString(tensor.shape())
        + " "
        + CheckpointGoldens.sha256(
            tensor.dtype() == DType.F32 ? tensor.data() : tensor.to(DType.F32).data());
  }

  /** A dict of the file, by the keys that lead to it. */
  @SuppressWarnings("unchecked") // names are strings in all goldens
  private static Map<String, Object> section(FileContents contents, String path) {
    Object section = contents.root();
    for (String key : path == null ? new String[0] : path.split("/", -1)) {
      section = ((Map<String, Object>) section).get(key);
    }
    return (Map<String, Object>) section;
  }

  private static FileContents read(String file) {
    return HostileFile.read(golden(file), PickledCheckpointsTest::read);
  }

  private static FileContents read(Path path, MappedFile file) {
    if (path.toString().endsWith(".pkl")) {
      return PklReader.read(path, file);
    }
    return path.toString().contains("legacy")
        ? LegacyPthReader.read(path, file)
        : PthZipReader.read(path, file);
  }

  private static Path golden(String file) {
    try {
      return Path.of(
          PickledCheckpointsTest.class.getResource("/goldens/checkpoints/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
