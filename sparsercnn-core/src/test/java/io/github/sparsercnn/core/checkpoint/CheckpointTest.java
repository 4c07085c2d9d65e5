package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  private static final String BACKBONE = "backbone.bottom_up.";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "bare.pth, PTH_ZIP, detectron2 names",
    "data_parallel.pth, PTH_ZIP, detectron2 names under \"model\" with prefix \"module.\"",
    "detectron2_0.3.pth, PTH_ZIP, detectron2 names under \"model\"",
    "detectron2_0.6.pth, PTH_ZIP, detectron2 names under \"model\"",
    "detectron2_0.3_legacy_format.pth, PTH_LEGACY, detectron2 names under \"model\"",
    "legacy_format.pth, PTH_LEGACY, detectron2 names",
    "mmdetection.pth, PTH_ZIP, mmdetection names under \"state_dict\"",
    "zoo.pkl, PKL, detectron2 names under \"model\"",
    "model.safetensors, SAFETENSORS, detectron2 names"
  })
  void read_givesTheSameModelFromEveryLayout(String name, CheckpointFormat format, String layout) {
    Checkpoint checkpoint = Checkpoint.read(CheckpointGoldens.path(name));

    assertThat(CheckpointGoldens.describe(checkpoint.tensors()))
        .isEqualTo(CheckpointGoldens.tensors());
    assertThat(checkpoint.format()).isEqualTo(format);
    assertThat(checkpoint.layout()).hasToString(layout);
    assertThat(checkpoint.isBackboneOnly()).isFalse();
    assertThat(checkpoint.dropped()).isEmpty();
    assertThat(checkpoint.warnings()).isEmpty();
  }

  @Test
  void read_givesHalvesThatAreTheRoundedFloats() {
    Checkpoint half = Checkpoint.read(CheckpointGoldens.path("half.pth"));
    Checkpoint bare = Checkpoint.read(CheckpointGoldens.path("bare.pth"));

    assertThat(half.tensors().keySet()).isEqualTo(bare.tensors().keySet());
    bare.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(half.tensors().get(name).dtype()).isEqualTo(DType.F16);
              assertThat(half.tensors().get(name).data())
                  .as(name)
                  .isEqualTo(tensor.to(DType.F16).data());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "torchvision_backbone.pth, torchvision backbone names",
    "R-50_like.pkl, detectron2 backbone names under \"model\""
  })
  void read_givesBackbonesTheirPlaceInTheDetector(String name, String layout) {
    Checkpoint checkpoint = Checkpoint.read(CheckpointGoldens.path(name));

    Map<String, String> expected = new TreeMap<>(CheckpointGoldens.tensors());
    expected.keySet().removeIf(tensor -> !tensor.startsWith(BACKBONE));
    assertThat(CheckpointGoldens.describe(checkpoint.tensors())).isEqualTo(expected);
    assertThat(checkpoint.layout()).hasToString(layout);
    assertThat(checkpoint.isBackboneOnly()).isTrue();
  }

  @Test
  void read_dropsClassifierAndCountersOfABackbone() {
    assertThat(Checkpoint.read(CheckpointGoldens.path("torchvision_backbone.pth")).dropped())
        .containsExactlyInAnyOrder("fc.weight", "fc.bias", "bn1.num_batches_tracked");
  }

  @ParameterizedTest
  @CsvSource({"detectron2_0.3.pth", "detectron2_0.6.pth", "detectron2_0.3_legacy_format.pth"})
  void trainingState_isFoundInBothVersionsOfDetectron2(String name) {
    TrainingState state =
        Checkpoint.read(CheckpointGoldens.path(name)).trainingState().orElseThrow();

    assertThat(state.iteration()).isEqualTo(CheckpointGoldens.value("iteration").asLong());
    Map<?, ?> momenta = (Map<?, ?>) state.optimizer().get("state");
    assertThat(momenta).hasSize(CheckpointGoldens.value("parameter_names").size());
    for (int i = 0; i < CheckpointGoldens.value("exp_avg_sha256").size(); i++) {
      StoredTensor momentum = (StoredTensor) ((Map<?, ?>) momenta.get((long) i)).get("exp_avg");
      assertThat(CheckpointGoldens.sha256(momentum.data()))
          .isEqualTo(CheckpointGoldens.value("exp_avg_sha256").get(i).asText());
    }
    assertThat(state.scheduler().get("warmup_method")).isEqualTo("linear");
  }

  @Test
  void trainingState_isAbsentFromPlainWeights() {
    assertThat(Checkpoint.read(CheckpointGoldens.path("bare.pth")).trainingState()).isEmpty();
    assertThat(Checkpoint.read(CheckpointGoldens.path("mmdetection.pth")).trainingState())
        .isEmpty();
  }

  @Test
  void labels_comeFromMmdetectionsMeta() {
    assertThat(Checkpoint.read(CheckpointGoldens.path("mmdetection.pth")).labels())
        .containsExactly("a", "b", "c", "d", "e");
    Map<String, Object> third =
        Map.of(
            "meta", Map.of("dataset_meta", Map.of("classes", List.of("x", "y"))),
            "state_dict", Map.of("head.head_series.0.norm1.weight", tensor()));
    assertThat(checkpoint(third).labels()).containsExactly("x", "y");
    assertThat(Checkpoint.read(CheckpointGoldens.path("bare.pth")).labels()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"0\":\"a\"}|is no array",
        "[\"a\"|is not JSON",
        "[[1]]|holds [1], expected texts",
        "[null]|holds null, expected texts",
        "null|is no array"
      })
  void labels_refuseWhatIsNotAnArrayOfTexts(String json, String complaint) {
    Map<String, Object> root =
        Map.of(
            "sparsercnn.labels",
            json,
            "model",
            Map.of(
                "init_proposal_boxes.weight",
                tensor(),
                "head.head_series.0.norm1.weight",
                tensor()));

    assertThatThrownBy(() -> checkpoint(root).labels())
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("sparsercnn.labels " + complaint);
  }

  @Test
  void read_findsABackboneBehindAnyPrefix() {
    Map<String, StoredTensor> contrastive = new LinkedHashMap<>();
    contrastive.put("module.encoder_q.conv1.weight", tensor());
    contrastive.put("module.encoder_q.layer1.0.conv1.weight", tensor());
    contrastive.put("module.encoder_q.layer4.2.bn3.running_var", tensor());
    contrastive.put("module.encoder_k.layer1.0.conv1.weight", tensor());
    contrastive.put("module.queue", tensor());

    Checkpoint checkpoint = checkpoint(Map.of("state_dict", contrastive, "epoch", 200L));

    assertThat(checkpoint.tensors().keySet())
        .containsExactly(
            BACKBONE + "stem.conv1.weight",
            BACKBONE + "res2.0.conv1.weight",
            BACKBONE + "res5.2.conv3.norm.running_var");
    assertThat(checkpoint.layout().prefix()).isEqualTo("module.encoder_q.");
    assertThat(checkpoint.extras()).containsExactly(Map.entry("epoch", 200L));
  }

  @Test
  void read_dropsMmdetectionsSecondCopyAndKeepsUnknownNames() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("roi_head.bbox_head.3.ffn.layers.0.0.weight", tensor());
    tensors.put("roi_head.bbox_head.3.ffn.layers.1.bias", tensor());
    tensors.put("roi_head.mask_head.0.weight", tensor());
    tensors.put("ema_roi_head_bbox_head_3_ffn_layers_1_bias", tensor());
    tensors.put("backbone.bn1.num_batches_tracked", tensor());

    Checkpoint checkpoint = checkpoint(tensors);

    assertThat(checkpoint.tensors().keySet())
        .containsExactly(
            "head.head_series.3.linear1.weight",
            "head.head_series.3.linear2.bias",
            "roi_head.mask_head.0.weight");
    assertThat(checkpoint.dropped())
        .containsExactly(
            "ema_roi_head_bbox_head_3_ffn_layers_1_bias", "backbone.bn1.num_batches_tracked");
  }

  @Test
  void read_keepsTheCountersOfTrainedNorms() {
    String counter = BACKBONE + "stem.conv1.norm.num_batches_tracked";
    Checkpoint checkpoint =
        checkpoint(Map.of("head.head_series.0.norm1.weight", tensor(), counter, tensor()));

    assertThat(checkpoint.tensors()).containsKey(counter);
    assertThat(checkpoint.dropped()).isEmpty();
  }

  @Test
  void read_refusesAnotherNetwork() {
    assertThatThrownBy(() -> checkpoint(Map.of("transformer.query_embed.weight", tensor())))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "x.pth: its 1 tensors belong to another network, found the names"
                + " transformer.query_embed.weight; expected a Sparse R-CNN of detectron2 or"
                + " mmdetection, or a ResNet; choose such a file");
    assertThatThrownBy(() -> checkpoint(Map.of("conv1_w", tensor(), "res2_0_branch2a_w", tensor())))
        .hasMessageContaining("Caffe2 names");
  }

  @Test
  void read_refusesFilesWithoutAStateDict() {
    assertThatThrownBy(() -> checkpoint(Map.of("iteration", 3L)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no tensors where a state dict should be, found the keys iteration");
    assertThatThrownBy(() -> checkpoint(List.of(tensor()))).hasMessageContaining("found no dict");
    assertThatThrownBy(() -> checkpoint(null)).hasMessageContaining("found no dict");
  }

  @Test
  void warnings_nameWhatIsNotFinite() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("head.head_series.0.norm1.weight", StoredTensor.of(new float[] {1, Float.NaN}, 2));
    tensors.put(
        "backbone.bottom_up.stem.conv1.norm.running_var",
        StoredTensor.of(new float[] {83614, 1, 2}, 3).to(DType.F16));

    assertThat(checkpoint(tensors).warnings())
        .containsExactly(
            "2 of 2 tensors hold NaN or infinity: head.head_series.0.norm1.weight (1 of 2),"
                + " backbone.bottom_up.stem.conv1.norm.running_var (1 of 3); the training"
                + " diverged, or the file was halved together with its norm statistics");
  }

  @Test
  void warnings_nameAFileOfZeros() {
    assertThat(
            checkpoint(Map.of("head.head_series.0.norm1.weight", StoredTensor.of(new float[9], 9)))
                .warnings())
        .containsExactly("all weights are zero; the file was never filled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|an empty file",
        "'<!DOCTYPE html><title>404</title>'|an HTML page",
        "'\n  <html>'|an HTML page",
        "'version https://git-lfs.github.com/spec/v1\noid sha256:0'|a git-LFS pointer",
        "'{\"metadata\":{},\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\"}}'"
            + "|the index of a sharded model",
        "'{\"images\": []}'|JSON",
        "'[{\"image_id\": 1}]'|JSON",
        "'MODEL:\n  WEIGHTS: x'|text (\"MODEL:\")",
        "'\u0089PNG\r\n'|a PNG picture",
        "'\u00ff\u00d8\u00ff\u00e0'|a JPEG picture",
        "'\u001f\u008b\u0008'|a gzip archive",
        "'\u0089HDF\r\n'|an HDF5 file of Keras",
        "'x'|text (\"x\")",
        "'config: 3\nmore: 4\n'|text (\"config: 3\")",
        "'\u0000\u0001\u00fe'|unknown data that begins with 00 01 fe"
      })
  void read_saysWhatAFileLooksLike(String content, String kind) throws IOException {
    Path file = folder.resolve("weights.pth");
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": not a PyTorch checkpoint: looks like " + kind)
        .hasMessageContaining("; expected a .pth, .pkl or .safetensors file; ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void read_refusesFoldersArchivesAndPrograms() throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none.pth")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no such file");
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Path archive = Files.write(folder.resolve("old.pth"), tar);
    assertThatThrownBy(() -> Checkpoint.read(archive))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("tar archive");
    Path program = folder.resolve("scripted.pth");
    AtomicFile.write(
        program,
        stream -> {
          StoredZip zip = new StoredZip(stream);
          zip.add("scripted/data.pkl", ByteBuffer.allocate(2));
          zip.add("scripted/constants.pkl", ByteBuffer.allocate(2));
          zip.finish();
        });
    assertThatThrownBy(() -> Checkpoint.read(program))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("is a TorchScript archive");
  }

  @Test
  void read_ignoresTheFilesName() throws IOException {
    Path renamed =
        Files.copy(
            CheckpointGoldens.path("model.safetensors"), folder.resolve("named wrongly.pth"));
    assertThat(Checkpoint.read(renamed).format()).isEqualTo(CheckpointFormat.SAFETENSORS);
  }

  @Test
  void read_knowsTheTrainedCellDetector() {
    Checkpoint checkpoint = Checkpoint.read(SharedData.require("weights/bccd_sparsercnn.pth"));

    assertThat(checkpoint.tensors()).hasSize(389);
    assertThat(checkpoint.extras()).containsExactly(Map.entry("iteration", 949L));
    assertThat(checkpoint.warnings()).isEmpty();
  }

  @Test
  void read_knowsTheImageNetBackbone() {
    Checkpoint checkpoint =
        Checkpoint.read(SharedData.require("weights/resnet50_msra_backbone_fp16.safetensors"));

    assertThat(checkpoint.layout().names()).isEqualTo(NamingScheme.TORCHVISION_BACKBONE);
    assertThat(checkpoint.tensors()).hasSize(265);
    assertThat(checkpoint.metadata()).containsEntry("stride_in_1x1", "true");
    assertThat(checkpoint.warnings()).isEmpty();
  }

  private static Checkpoint checkpoint(Object root) {
    return Checkpoint.of(
        Path.of("x.pth"), new FileContents(root, Map.of(), CheckpointFormat.PTH_ZIP));
  }

  private static StoredTensor tensor() {
    return StoredTensor.of(new float[] {1}, 1);
  }
}
