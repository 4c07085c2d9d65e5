package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureReaderTest {
  @Test
  void officialShapes_haveAsManyTensorsAsTheCheckpoints() {
    assertThat(OfficialShapes.r50(100, 80)).hasSize(523);
    assertThat(OfficialShapes.of(new int[] {3, 4, 23, 3}, 100, 80)).hasSize(778);
  }

  @Test
  void fromShapes_readsTheOfficialModels() {
    ArchitectureReader.Reading reading = ArchitectureReader.fromShapes(OfficialShapes.r50(100, 80));
    assertThat(reading.architecture()).isEqualTo(Architecture.r50());
    assertThat(reading.assumed())
        .containsExactlyInAnyOrder(
            "MODEL.RESNETS.STRIDE_IN_1X1",
            "MODEL.ROI_HEADS.IN_FEATURES",
            "MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO",
            "MODEL.SparseRCNN.NHEADS",
            "MODEL.SparseRCNN.ACTIVATION");
    assertThat(architecture(OfficialShapes.r50(500, 1)))
        .isEqualTo(Architecture.builder().numProposals(500).numClasses(1).build());
    assertThat(architecture(OfficialShapes.of(new int[] {3, 4, 23, 3}, 300, 80)))
        .isEqualTo(Architecture.builder().depth(101).numProposals(300).build());
    assertThat(architecture(OfficialShapes.of(new int[] {3, 8, 36, 3}, 300, 80)).depth())
        .isEqualTo(152);
  }

  @Test
  void fromShapes_readsTheMicroModelOfTheGoldens() throws IOException {
    JsonNode expected;
    try (InputStream stream =
        getClass().getResourceAsStream("/goldens/checkpoints/expected.json")) {
      expected = new ObjectMapper().readTree(stream);
    }
    Map<String, long[]> shapes = new LinkedHashMap<>();
    expected
        .get("tensors")
        .properties()
        .forEach(
            tensor -> {
              JsonNode shape = tensor.getValue().get("shape");
              long[] sizes = new long[shape.size()];
              for (int i = 0; i < sizes.length; i++) {
                sizes[i] = shape.get(i).longValue();
              }
              shapes.put(tensor.getKey(), sizes);
            });
    List<String> overrides = new ArrayList<>();
    expected
        .get("overrides")
        .properties()
        .forEach(
            override -> {
              overrides.add(override.getKey().replace("__", "."));
              overrides.add(override.getValue().asText());
            });
    assertThat(architecture(shapes)).isEqualTo(Architecture.of(Config.defaults().with(overrides)));
  }

  @Test
  void fromShapes_seesBatchNorm() {
    Map<String, long[]> shapes = OfficialShapes.r50(300, 80);
    assertThat(architecture(shapes).norm()).isEqualTo("FrozenBN");
    // The stem may be frozen.
    shapes.put("backbone.bottom_up.res3.0.conv1.norm.num_batches_tracked", new long[0]);
    assertThat(architecture(shapes).norm()).isEqualTo("BN");
  }

  @Test
  void fromShapes_seesSoftmaxByItsBackgroundWeight() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 81);
    shapes.put("criterion.empty_weight", new long[] {81});
    assertThat(architecture(shapes)).isEqualTo(Architecture.builder().useFocal(false).build());
    shapes.put("criterion.empty_weight", new long[] {80});
    assertThatThrownBy(() -> ArchitectureReader.fromShapes(shapes))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "criterion.empty_weight has 80 values, expected 81, the rows of class_logits.weight");
  }

  @Test
  void fromShapes_seesFewerLevels() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.keySet().removeIf(name -> name.matches(".*(fpn_lateral5|fpn_output5|res5).*"));
    ArchitectureReader.Reading reading = ArchitectureReader.fromShapes(shapes);
    assertThat(reading.architecture().fpnInFeatures()).containsExactly("res2", "res3", "res4");
    assertThat(reading.architecture().roiInFeatures()).containsExactly("p2", "p3", "p4");
    assertThat(reading.assumed()).doesNotContain("MODEL.RESNETS.DEPTH");
  }

  @Test
  void fromShapes_assumesTheDepthWhereTheDifferingStagesAreAbsent() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.keySet().removeIf(name -> name.matches(".*(fpn_lateral|fpn_output|res)[45].*"));
    ArchitectureReader.Reading reading = ArchitectureReader.fromShapes(shapes);
    assertThat(reading.architecture().depth()).isEqualTo(50);
    assertThat(reading.assumed()).contains("MODEL.RESNETS.DEPTH");
  }

  @Test
  void fromShapes_seesGroups() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.put("backbone.bottom_up.res2.0.conv2.weight", new long[] {256, 8, 3, 3});
    assertThat(architecture(shapes).numGroups()).isEqualTo(32);
    assertThat(architecture(shapes).widthPerGroup()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backbone.fpn_lateral4.weight",
        "backbone.bottom_up.stem.conv1.weight",
        "backbone.bottom_up.res2.0.conv2.weight",
        "backbone.bottom_up.res2.0.conv3.weight",
        "backbone.bottom_up.res5.0.conv1.weight",
        "init_proposal_features.weight",
        "head.head_series.0.class_logits.weight",
        "head.head_series.0.inst_interact.norm1.weight",
        "head.head_series.0.inst_interact.dynamic_layer.weight",
        "head.head_series.0.inst_interact.out_layer.weight",
        "head.head_series.0.linear1.weight",
        "head.head_series.0.cls_module.0.weight",
        "head.head_series.0.reg_module.0.weight",
      })
  void fromShapes_namesTheTensorThatIsAbsent(String name) {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.remove(name);
    assertThatThrownBy(() -> ArchitectureReader.fromShapes(shapes))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("no tensor " + name + " [")
        .hasMessageContaining(" among the 522 of the weights (such as backbone.bottom_up.res2");
  }

  @Test
  void fromShapes_ofSomethingElse_isRefused() {
    assertThatThrownBy(() -> ArchitectureReader.fromShapes(Map.of()))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "no tensor backbone.fpn_lateral2.weight [width, channels, 1, 1] among the 0 of the"
                + " weights; expected a Sparse R-CNN with detectron2's names");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class_logits.weight|80|class_logits.weight has the shape [80], expected [classes, hidden]",
        "class_logits.weight|0,256|class_logits.weight has the shape [0, 256], expected [classes,"
            + " hidden]",
        "class_logits.weight|4294967296,256|class_logits.weight has the shape [4294967296, 256],"
            + " expected [classes, hidden]",
        "inst_interact.dynamic_layer.weight|32767,256|inst_interact.dynamic_layer.weight has a size"
            + " of 32767, expected a multiple of 16384",
        "inst_interact.dynamic_layer.weight|49152,256|MODEL.SparseRCNN.NUM_DYNAMIC is 3, expected 2,"
            + " the only number that the official forward pass knows",
        "inst_interact.out_layer.weight|256,12288|inst_interact.out_layer.weight pools 48 bins,"
            + " expected a square number",
        "class_logits.weight|80,128|inst_interact.out_layer.weight pools 98 bins, expected a square"
            + " number",
      })
  void fromShapes_namesTheShapeThatDoesNotFit(String name, String shape, String message) {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    long[] sizes = java.util.Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    shapes.put("head.head_series.0." + name, sizes);
    assertThatThrownBy(() -> ArchitectureReader.fromShapes(shapes))
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void fromShapes_ofPartsThatDoNotFit_isRefused() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.put("backbone.fpn_lateral2.weight", new long[] {128, 256, 1, 1});
    assertThatThrownBy(() -> ArchitectureReader.fromShapes(shapes))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "the weights have no shapes of a Sparse R-CNN: MODEL.SparseRCNN.HIDDEN_DIM is 256,"
                + " expected 128, the same as MODEL.FPN.OUT_CHANNELS");
  }

  @Test
  void fromShapes_ofASmallResNet_namesItsBlocks() {
    assertThatThrownBy(
            () -> ArchitectureReader.fromShapes(OfficialShapes.of(new int[] {2, 2, 2, 2}, 100, 80)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("[2, 2, 2, 2] blocks");
  }

  private static Architecture architecture(Map<String, long[]> shapes) {
    return ArchitectureReader.fromShapes(shapes).architecture();
  }
}
