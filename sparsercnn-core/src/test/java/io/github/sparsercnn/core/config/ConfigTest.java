package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  private static final Config DEFAULTS = Config.detectron2Defaults();

  @Test
  void with_takesKeyValueWordsAsDetectron2() {
    Config config =
        DEFAULTS.with(
            List.of(
                "MODEL.SparseRCNN.NUM_CLASSES", "3",
                "SOLVER.STEPS", "(210000, 250000)",
                "DATASETS.TRAIN", "('bccd_train',)",
                "MODEL.SparseRCNN.USE_FOCAL", "False",
                "SOLVER.BASE_LR", "1e-4",
                "OUTPUT_DIR", "./run 1"));
    assertThat(config.getInt("MODEL.SparseRCNN.NUM_CLASSES")).isEqualTo(3);
    assertThat(config.getInts("SOLVER.STEPS")).containsExactly(210000, 250000);
    assertThat(config.getStrings("DATASETS.TRAIN")).containsExactly("bccd_train");
    assertThat(config.getBoolean("MODEL.SparseRCNN.USE_FOCAL")).isFalse();
    assertThat(config.getDouble("SOLVER.BASE_LR")).isEqualTo(1e-4);
    assertThat(config.getString("OUTPUT_DIR")).isEqualTo("./run 1");
    assertThat(config.origin("OUTPUT_DIR")).isEqualTo("override");
  }

  @Test
  void with_leavesTheOriginalAlone() {
    DEFAULTS.with("SEED", 7);
    assertThat(DEFAULTS.getInt("SEED")).isEqualTo(-1);
    assertThat(DEFAULTS.isSet("SEED")).isFalse();
    assertThat(DEFAULTS.origin("SEED")).isEqualTo("default");
  }

  @Test
  void with_laterWordsWin() {
    assertThat(DEFAULTS.with(List.of("SEED", "1", "SEED", "2")).getInt("SEED")).isEqualTo(2);
  }

  @Test
  void with_makesFloatsOfIntsAndTextsOfNumbers() {
    Config config = DEFAULTS.with(List.of("SOLVER.GAMMA", "1", "OUTPUT_DIR", "007_1"));
    assertThat(config.get("SOLVER.GAMMA")).isEqualTo(1.0);
    assertThat(config.with(List.of("OUTPUT_DIR", "2024")).getString("OUTPUT_DIR"))
        .isEqualTo("2024");
  }

  @Test
  void with_takesLowerCaseTruth() {
    assertThat(DEFAULTS.with(List.of("CUDNN_BENCHMARK", "true")).getBoolean("CUDNN_BENCHMARK"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SEED|abc|SEED must be an int, found 'abc' (override)",
        "SEED|1.5|SEED must be an int, found 1.5 (override)",
        "SEED|True|SEED must be an int, found True (override)",
        "CUDNN_BENCHMARK|1|CUDNN_BENCHMARK must be a bool (True or False), found 1 (override)",
        "SOLVER.BASE_LR|fast|SOLVER.BASE_LR must be a float, found 'fast' (override)",
        "OUTPUT_DIR|True|OUTPUT_DIR must be a text, found True (override)",
        "MODEL|5|MODEL is a section of keys, found the value 5 (override)",
      })
  void with_refusesAnotherType(String key, String value, String message) {
    assertThatThrownBy(() -> DEFAULTS.with(List.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void with_tellsHowToWriteAListOfOne() {
    assertThatThrownBy(() -> DEFAULTS.with(List.of("DATASETS.TRAIN", "('coco')")))
        .hasMessage(
            "DATASETS.TRAIN must be a list such as (1, 2), found 'coco' (override);"
                + " a list of one is written ('coco',)");
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL.SparseRCNN.NUM_CLASES, MODEL.SparseRCNN.NUM_CLASSES",
    "MODEL.SPARSERCNN.NUM_CLASSES, MODEL.SparseRCNN.NUM_CLASSES",
    "model.device, MODEL.DEVICE",
    "SOLVER.BASE_LRR, SOLVER.BASE_LR",
    "SOLVER.base_lr, SOLVER.BASE_LR",
    "INPUT.CROP.ENABELD, INPUT.CROP.ENABLED",
    "NUM_PROPOSALS, MODEL.SparseRCNN.NUM_PROPOSALS",
    "MODEL.SparseRCNN.MAX_ITER, SOLVER.MAX_ITER",
  })
  void with_suggestsTheKeyThatWasMeant(String written, String meant) {
    assertThatThrownBy(() -> DEFAULTS.with(List.of(written, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown key " + written + " (override); did you mean " + meant + "?");
  }

  @Test
  void with_refusesUnknownKeysWithoutAGuess() {
    assertThatThrownBy(() -> DEFAULTS.with(List.of("MODEL.WHATEVER_THIS_IS", "1")))
        .hasMessage("unknown key MODEL.WHATEVER_THIS_IS (override)");
    String endless = "MODEL." + "X".repeat(1_000_000);
    assertThatThrownBy(() -> DEFAULTS.with(List.of(endless, "1")))
        .isInstanceOf(ConfigException.class)
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message).hasSizeLessThan(500));
  }

  @Test
  void with_refusesOddWords() {
    assertThatThrownBy(() -> DEFAULTS.with(List.of("SEED", "1", "OUTPUT_DIR")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("overrides are pairs of KEY VALUE, found 3 words ending in 'OUTPUT_DIR'");
    assertThatThrownBy(() -> DEFAULTS.with(List.of("SEED=1")))
        .hasMessageEndingWith("; write it as two words, without '='");
  }

  @Test
  void unknownTrainingKeys_areKeptAndNamed() {
    Config config = DEFAULTS.with(List.of("SOLVER.POLY_LR_POWER", "0.9"));
    assertThat(config.unknownKeys()).containsExactly("SOLVER.POLY_LR_POWER");
    assertThat(config.get("SOLVER.POLY_LR_POWER")).isEqualTo(0.9);
    assertThat(config.toYaml()).contains("POLY_LR_POWER: 0.9");
    assertThat(DEFAULTS.unknownKeys()).isEmpty();
  }

  @Test
  void keysOfLaterDetectron2_areKnown() {
    Config config = DEFAULTS.with(List.of("SOLVER.NUM_DECAYS", "4"));
    assertThat(config.unknownKeys()).isEmpty();
    assertThat(DEFAULTS.toYaml()).doesNotContain("NUM_DECAYS");
    assertThat(config.toYaml()).contains("NUM_DECAYS: 4");
  }

  @Test
  void getters_nameKeyFoundExpectedAndOrigin() {
    Config config = DEFAULTS.with(List.of("INPUT.MIN_SIZE_TRAIN", "(480, 500.5)", "SEED", "None"));
    assertThatThrownBy(() -> config.getInts("INPUT.MIN_SIZE_TRAIN"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "INPUT.MIN_SIZE_TRAIN must be a list of ints of 32 bits, found [480, 500.5]"
                + " (override)");
    assertThatThrownBy(() -> config.getInt("SEED"))
        .hasMessage("SEED must be an int of 32 bits, found None (override)");
    assertThatThrownBy(() -> config.getBoolean("SEED")).hasMessageContaining("must be a bool");
    assertThatThrownBy(() -> config.getString("SEED")).hasMessageContaining("must be a text");
    assertThatThrownBy(() -> config.getList("SEED")).hasMessageContaining("must be a list");
    assertThatThrownBy(() -> config.with("SEED", 1L << 40).getInt("SEED"))
        .hasMessageContaining("an int of 32 bits, found 1099511627776");
  }

  @Test
  void get_ofAKeyThatDoesNotExist_isAProgrammingMistake() {
    assertThatThrownBy(() -> DEFAULTS.getInt("MODEL.SparseRCNN.NUM_CLASS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean MODEL.SparseRCNN.NUM_CLASSES?");
    assertThatThrownBy(() -> DEFAULTS.with("SEED", new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void extensionKeys_areCheckedLikeBuiltInOnes() {
    ConfigExtension extension =
        () -> Map.of("MODEL.SparseRCNN.BOX_TRANSFORMER.LAYERS", 2, "MODEL.SparseRCNN.GATE", 0.5f);
    Config config = Config.of(ConfigSchema.builtIn().with(extension));
    assertThat(config.getInt("MODEL.SparseRCNN.BOX_TRANSFORMER.LAYERS")).isEqualTo(2);
    assertThat(config.with("MODEL.SparseRCNN.GATE", 1).getDouble("MODEL.SparseRCNN.GATE"))
        .isEqualTo(1.0);
    assertThat(config.toYaml()).doesNotContain("BOX_TRANSFORMER");
    assertThatThrownBy(() -> config.with(List.of("MODEL.SparseRCNN.BOX_TRANSFORMER.LAYER", "3")))
        .hasMessageEndingWith("did you mean MODEL.SparseRCNN.BOX_TRANSFORMER.LAYERS?");
    assertThatThrownBy(
            () -> config.with(List.of("MODEL.SparseRCNN.BOX_TRANSFORMER.LAYERS", "many")))
        .hasMessageContaining("must be an int");
  }

  @Test
  void extensions_cannotTakeAKeyThatExists() {
    assertThatThrownBy(() -> ConfigSchema.builtIn().with(() -> Map.of("SEED", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("declares SEED, which exists already");
    assertThatThrownBy(() -> ConfigSchema.builtIn().with(() -> Map.of("MODEL.SparseRCNN", 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void toYaml_isReadBackEqual() {
    for (Preset preset : Preset.values()) {
      Config config = preset.config();
      assertThat(Config.parse(config.toYaml(), "dump")).isEqualTo(config);
    }
  }

  @Property(tries = 100)
  void toYaml_readsBackWhateverValueAKeyHas(@ForAll("values") Object value) {
    Config config = DEFAULTS.with("SOLVER.ANY_VALUE", value);
    Config read = Config.parse(config.toYaml(), "dump");
    assertThat(read.get("SOLVER.ANY_VALUE")).isEqualTo(value);
    assertThat(read).isEqualTo(config).hasSameHashCodeAs(config);
  }

  @Provide
  Arbitrary<Object> values() {
    return ConfigValues.any();
  }
}
