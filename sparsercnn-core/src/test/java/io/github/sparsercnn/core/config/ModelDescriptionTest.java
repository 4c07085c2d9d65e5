package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionTest {
  private static final String STRIDE = "MODEL.RESNETS.STRIDE_IN_1X1";
  private static final String CLASSES = "MODEL.SparseRCNN.NUM_CLASSES";

  @TempDir Path folder;

  @Test
  void ofShapesAlone_usesOfficialValuesAndSaysSo() {
    ModelDescription model = describe(weights(OfficialShapes.r50(50, 3)), null);
    assertThat(model.architecture())
        .isEqualTo(Architecture.builder().numProposals(50).numClasses(3).build());
    assertThat(TestInput.of(model.config())).isEqualTo(TestInput.official());
    assertThat(model.config().origin(CLASSES)).isEqualTo("shapes of the weights");
    assertThat(model.assumed())
        .containsExactly(
            "INPUT.FORMAT",
            "INPUT.MAX_SIZE_TEST",
            "INPUT.MIN_SIZE_TEST",
            "MODEL.PIXEL_MEAN",
            "MODEL.PIXEL_STD",
            "MODEL.RESNETS.STRIDE_IN_1X1",
            "MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO",
            "MODEL.ROI_HEADS.IN_FEATURES",
            "MODEL.SparseRCNN.ACTIVATION",
            "MODEL.SparseRCNN.NHEADS");
    assertThat(model.origins()).containsOnlyKeys(model.assumed()).containsValue("official default");
    assertThat(model.contradictions()).isEmpty();
  }

  @Test
  void ofShapesAlone_roundTripsThroughItsYaml() {
    Map<String, long[]> shapes = OfficialShapes.r50(100, 80);
    shapes.keySet().removeIf(name -> name.matches(".*(fpn_lateral5|fpn_output5|res5).*"));
    ModelDescription model = describe(weights(shapes), null);
    Config read = Config.parse(model.config().toYaml(), "metadata");
    assertThat(read).isEqualTo(model.config());
    assertThat(Architecture.of(read)).isEqualTo(model.architecture());
    assertThat(read.getStrings("MODEL.RESNETS.OUT_FEATURES"))
        .containsExactly("res2", "res3", "res4");
  }

  @Test
  void overrides_areNoLongerAssumed() {
    ModelDescription model = describe(weights(OfficialShapes.r50(100, 80)), null, STRIDE, "True");
    assertThat(model.architecture().strideIn1x1()).isTrue();
    assertThat(model.origins()).containsEntry(STRIDE, "override");
    assertThat(model.assumed()).doesNotContain(STRIDE).contains("INPUT.FORMAT");
  }

  @Test
  void precedence_isCallerThenMetadataThenYamlBeside() throws IOException {
    Path file = folder.resolve("model.pth");
    Files.writeString(folder.resolve("model.yaml"), yaml(3));
    Map<String, long[]> shapes = OfficialShapes.r50(300, 3);
    Map<String, String> metadata = Map.of(ModelDescription.CONFIG_METADATA, yaml(4));

    ModelDescription beside = describe(new WeightsFacts(shapes, Map.of(), file), null);
    assertThat(beside.architecture().numClasses()).isEqualTo(3);
    assertThat(beside.origins()).containsEntry(STRIDE, folder.resolve("model.yaml") + ":3");
    assertThat(beside.assumed()).isEmpty();

    ModelDescription inside = describe(new WeightsFacts(shapes, metadata, file), null);
    assertThat(inside.architecture().numClasses()).isEqualTo(4);
    assertThat(inside.origins()).containsEntry(STRIDE, "metadata of " + file + ":3");

    ModelDescription asked =
        describe(new WeightsFacts(shapes, metadata, file), Preset.R50_300.config());
    assertThat(asked.architecture().numClasses()).isEqualTo(80);
    ModelDescription overridden =
        describe(new WeightsFacts(shapes, metadata, file), null, CLASSES, "5");
    assertThat(overridden.architecture().numClasses()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_final.pth", "model_0004999.pth"})
  void configYaml_belongsToTheCheckpointsOfDetectron2(String name) throws IOException {
    Files.writeString(folder.resolve("config.yaml"), yaml(7));
    Map<String, long[]> shapes = OfficialShapes.r50(300, 7);
    Path file = folder.resolve(name);
    assertThat(describe(new WeightsFacts(shapes, Map.of(), file), null).origins())
        .containsEntry(STRIDE, folder.resolve("config.yaml") + ":3");
    Path other = folder.resolve("cells.pth");
    assertThat(describe(new WeightsFacts(shapes, Map.of(), other), null).origins())
        .containsEntry(STRIDE, "official default");
  }

  @Test
  void contradictions_nameKeyBothValuesAndOrigin() {
    ModelDescription model =
        describe(weights(OfficialShapes.r50(300, 80)), Preset.R50_100.config(), CLASSES, "3");
    assertThat(model.contradictions())
        .extracting(Contradiction::toString)
        .containsExactly(
            "MODEL.SparseRCNN.NUM_CLASSES is 3 (override), the weights have 80",
            "MODEL.SparseRCNN.NUM_PROPOSALS is 100 (sparsercnn.res50.100pro.3x.yaml:6), the weights"
                + " have 300");
  }

  @Test
  void norms_doNotContradictEachOther() {
    Map<String, long[]> shapes = OfficialShapes.r50(300, 80);
    assertThat(describe(weights(shapes), Preset.R50_300_DETCO.config()).contradictions()).isEmpty();
  }

  @Test
  void softmaxWithoutItsCriterion_isNoContradiction() {
    Config softmax = Preset.R50_100.config().with("MODEL.SparseRCNN.USE_FOCAL", false);
    assertThat(describe(weights(OfficialShapes.r50(100, 81)), softmax).contradictions()).isEmpty();
    assertThat(describe(weights(OfficialShapes.r50(100, 80)), softmax).contradictions())
        .extracting(Contradiction::key)
        .containsExactly("MODEL.SparseRCNN.USE_FOCAL");
  }

  @Test
  void aConfig_describesWeightsThatShowNoNetwork() {
    WeightsFacts backbone = weights(Map.of("conv1.weight", new long[] {64, 3, 7, 7}));
    ModelDescription model = describe(backbone, Preset.R50_100.config());
    assertThat(model.architecture()).isEqualTo(Architecture.r50());
    assertThat(model.contradictions()).isEmpty();
    assertThatThrownBy(() -> describe(backbone, null)).isInstanceOf(WeightsException.class);
  }

  @Test
  void damagedMetadata_namesItself() {
    Map<String, String> metadata = Map.of(ModelDescription.CONFIG_METADATA, "MODEL: [");
    WeightsFacts weights = new WeightsFacts(OfficialShapes.r50(100, 80), metadata, null);
    assertThatThrownBy(() -> describe(weights, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("metadata of the weights:1 is not yaml: ");
  }

  @Test
  void bccdWeights_areDescribedByTheYamlBesideThem() {
    Path file = SharedData.require("weights/bccd_sparsercnn.pth");
    WeightsFacts weights = new WeightsFacts(Map.of(), Map.of(), file);
    ModelDescription model = describe(weights, null);
    assertThat(model.architecture().strideIn1x1()).isTrue();
    assertThat(model.architecture().numProposals()).isEqualTo(50);
    assertThat(TestInput.of(model.config()).minSize()).isEqualTo(416);
  }

  private static ModelDescription describe(
      WeightsFacts weights, Config config, String... overrides) {
    return ModelDescription.of(weights, config, List.of(overrides));
  }

  private static WeightsFacts weights(Map<String, long[]> shapes) {
    return new WeightsFacts(shapes, Map.of(), null);
  }

  private static String yaml(int classes) {
    return """
        _BASE_: "Base-SparseRCNN.yaml"
        MODEL:
          RESNETS: {STRIDE_IN_1X1: False}
          SparseRCNN: {NUM_CLASSES: %d}
        """
        .formatted(classes);
  }
}
