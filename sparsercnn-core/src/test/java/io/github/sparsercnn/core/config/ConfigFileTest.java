package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  @TempDir Path folder;

  @Test
  void read_understandsTheQuirksOfOfficialFiles() throws IOException {
    // a base beside it, a tuple of one with a comment, a key given twice, no final newline, a BOM
    write("Base.yaml", "SOLVER: {MAX_ITER: 10}\nINPUT:\n  MIN_SIZE_TEST: 700\n");
    Path file =
        write(
            "crowd.yaml",
            """
            \ufeff_BASE_: "Base.yaml"
            DATASETS:
              TRAIN: ("CrowdHuman_train",)
            SOLVER:
              STEPS: (37500,) # 15000 / 16 = 937.5
              BASE_LR: 1e-4
            INPUT:
              MAX_SIZE_TRAIN: 1400
              MAX_SIZE_TRAIN: 1500
            MODEL:
              SparseRCNN:
                NUM_CLASSES: 1
            OUTPUT_DIR: "output"\
            """);
    Config config = Config.read(file);
    assertThat(config.getStrings("DATASETS.TRAIN")).containsExactly("CrowdHuman_train");
    assertThat(config.getInts("SOLVER.STEPS")).containsExactly(37500);
    assertThat(config.getDouble("SOLVER.BASE_LR")).isEqualTo(1e-4);
    assertThat(config.getInt("SOLVER.MAX_ITER")).isEqualTo(10);
    assertThat(config.getInt("INPUT.MIN_SIZE_TEST")).isEqualTo(700);
    assertThat(config.getInt("INPUT.MAX_SIZE_TRAIN")).isEqualTo(1500);
    assertThat(config.origin("INPUT.MAX_SIZE_TRAIN")).isEqualTo(file + ":9");
    assertThat(config.origin("SOLVER.MAX_ITER")).isEqualTo(folder.resolve("Base.yaml") + ":1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SEED: 0x1F|SEED|31",
        "SEED: 1_000|SEED|1000",
        "SEED: '12'|SEED|12",
        "SEED: ~|SEED|",
        "CUDNN_BENCHMARK: yes|CUDNN_BENCHMARK|true",
        "CUDNN_BENCHMARK: True|CUDNN_BENCHMARK|true",
        "CUDNN_BENCHMARK: off|CUDNN_BENCHMARK|false",
        "SOLVER: {GAMMA: 1}|SOLVER.GAMMA|1.0",
        "SOLVER: {GAMMA: 2.5e-05}|SOLVER.GAMMA|2.5E-5",
        "SOLVER: {GAMMA: .inf}|SOLVER.GAMMA|Infinity",
        "OUTPUT_DIR: 2024-01-01|OUTPUT_DIR|2024-01-01",
        "OUTPUT_DIR: 1_0|OUTPUT_DIR|1_0",
        "SOLVER: {STEPS: [1, 2]}|SOLVER.STEPS|[1, 2]",
        "SOLVER: {STEPS: !!python/tuple [1, 2]}|SOLVER.STEPS|[1, 2]",
        "INPUT: {MIN_SIZE_TRAIN: (320, 352, 384), FORMAT: RGB}|INPUT.MIN_SIZE_TRAIN|[320, 352, 384]",
        "INPUT: {MIN_SIZE_TRAIN: (320, 352, 384), FORMAT: RGB}|INPUT.FORMAT|RGB",
        "SOLVER: {STEPS: (37500,)}|SOLVER.STEPS|[37500]",
        "TEST: {AUG: {SCALE_RANGES: [(0, 1), (2, 3)]}}|TEST.AUG.SCALE_RANGES|[[0, 1], [2, 3]]",
        "TEST: {AUG: {SCALE_RANGES: ((0, 1), (2, 3))}}|TEST.AUG.SCALE_RANGES|[[0, 1], [2, 3]]",
        "{TEST: &t {EVAL_PERIOD: 3}}|TEST.EVAL_PERIOD|3",
        "{DATALOADER: &d {NUM_WORKERS: 3}, <<: {SEED: 1}}|SEED|1",
        "{<<: [{SEED: 1}, {SEED: 2, VIS_PERIOD: 2}], VIS_PERIOD: 3}|SEED|1",
        "{<<: [{SEED: 1}, {SEED: 2, VIS_PERIOD: 2}], VIS_PERIOD: 3}|VIS_PERIOD|3",
      })
  void parse_readsValuesAsPyYamlAndYacsDo(String yaml, String key, String expected) {
    assertThat(String.valueOf(Config.parse(yaml, "x.yaml").get(key)))
        .isEqualTo(String.valueOf(expected));
  }

  @Test
  void parse_ofAnEmptySection_setsNothing() {
    assertThat(Config.parse("MODEL:\nSEED: 1\n", "x.yaml").with("SEED", -1))
        .isEqualTo(Config.detectron2Defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SEED: 1\\nMODEL:\\n  DEVCE: cpu|unknown key MODEL.DEVCE (x.yaml:3); did you mean MODEL.DEVICE?",
        "SEED: fast|SEED must be an int, found 'fast' (x.yaml:1)",
        "SEED: {A: 1}|SEED must be an int, found a section (x.yaml:1)",
        "MODEL: 5|MODEL is a section of keys, found the value 5 (x.yaml:1)",
        "- a|x.yaml:1: expected keys and values such as MODEL: ...",
        "just text|x.yaml:1: expected keys and values such as MODEL: ...",
        "SEED: !!python/object/apply:os.system ['ls']|x.yaml:1: expected a plain value or a list,"
            + " found tag:yaml.org,2002:python/object/apply:os.system; Python objects are not built,"
            + " write the value",
        "SEED: [{a: 1}]|x.yaml:1: expected a plain value or a list, found tag:yaml.org,2002:map",
        "? [a]\\n: 1|x.yaml:1: expected the name of a key",
        "SEED: 99999999999999999999|x.yaml:1: expected a number of 64 bits, found '99999999999999999999'",
      })
  void parse_namesWhatIsWrongAndWhere(String yaml, String message) {
    assertThatThrownBy(() -> Config.parse(yaml.replace("\\n", "\n"), "x.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SEED: [1", "a: b: c", "\tSEED: 1", "SEED: @x", "--- a\n--- b", "*x", "%"})
  void parse_ofBrokenYaml_isOneLineWithTheFile(String yaml) {
    assertThatThrownBy(() -> Config.parse(yaml, "x.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("x.yaml:")
        .hasMessageContaining(" is not yaml: ")
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message).doesNotContain("\n"));
  }

  @Test
  void parse_ofNothing_isRefused() {
    for (String nothing : List.of("", "# only a comment\n", "\n\n")) {
      assertThatThrownBy(() -> Config.parse(nothing, "x.yaml"))
          .hasMessage("x.yaml is empty, expected keys and values of a config");
    }
  }

  @Test
  @Timeout(60)
  void parse_isBounded() {
    StringBuilder laughs = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("a%d: &a%d {l: *a%d, r: *a%d}%n".formatted(i, i, i - 1, i - 1));
    }
    for (String yaml :
        List.of(
            laughs.toString(),
            "SOLVER: &a {STEPS: *a}",
            "a: [[&x [*x]]]",
            "SOLVER: &a {<<: *a}",
            "SOLVER: {<<: 5}",
            "[".repeat(500_000),
            "{a: ".repeat(500_000),
            "a".repeat(3_000_000),
            "SEED: " + "1".repeat(900_000),
            "SEED: '" + "1".repeat(900_000) + "'",
            "SEED: [" + "(,".repeat(300_000) + "]")) {
      assertThatThrownBy(() -> Config.parse(yaml, "x.yaml"))
          .isInstanceOf(ConfigException.class)
          .extracting(Throwable::getMessage)
          .satisfies(message -> assertThat(message.length()).isLessThan(400));
    }
  }

  @Property(tries = 300)
  void parse_givesAConfigOrAConfigException(@ForAll String noise) {
    try {
      assertThat(Config.parse("SOLVER:\n  " + noise, "x.yaml")).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).contains("x.yaml");
    }
  }

  @Test
  void base_isRelativeToTheFileThatNamesIt() throws IOException {
    write("bases/root.yaml", "SEED: 1\nVIS_PERIOD: 1\n");
    write("bases/middle.yaml", "_BASE_: root.yaml\nSEED: 2\n");
    Path file = write("models/leaf.yaml", "VIS_PERIOD: 3\n_BASE_: ../bases/middle.yaml\n");
    Config config = Config.read(file);
    assertThat(config.getInt("SEED")).isEqualTo(2);
    assertThat(config.getInt("VIS_PERIOD")).isEqualTo(3);
  }

  @Test
  void base_canBeAListOfWhichTheLaterWins() throws IOException {
    write("a.yaml", "SEED: 1\nVIS_PERIOD: 1\n");
    write("b.yaml", "SEED: 2\n");
    Config config = Config.read(write("c.yaml", "_BASE_: [a.yaml, b.yaml]\n"));
    assertThat(config.getInt("SEED")).isEqualTo(2);
    assertThat(config.getInt("VIS_PERIOD")).isEqualTo(1);
  }

  @Test
  void base_thatIncludesItself_isNamed() throws IOException {
    Path a = write("a.yaml", "_BASE_: sub/../b.yaml\n");
    Path b = write("b.yaml", "_BASE_: a.yaml\n");
    assertThatThrownBy(() -> Config.read(a))
        .isInstanceOf(ConfigException.class)
        .hasMessage("_BASE_ goes in a circle: %s -> %s -> %s", a, b, a);
  }

  @Test
  void base_usedTwiceBesideEachOther_isNoCircle() throws IOException {
    write("root.yaml", "SEED: 1\n");
    write("a.yaml", "_BASE_: root.yaml\n");
    write("b.yaml", "_BASE_: root.yaml\n");
    assertThat(Config.read(write("c.yaml", "_BASE_: [a.yaml, b.yaml]\n")).getInt("SEED"))
        .isEqualTo(1);
  }

  @Test
  void base_thatIsMissing_isNamed() throws IOException {
    Path file = write("a.yaml", "SEED: 1\n_BASE_: nowhere.yaml\n");
    assertThatThrownBy(() -> Config.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "_BASE_ names %s, which does not exist (%s:2)", folder.resolve("nowhere.yaml"), file);
    assertThatThrownBy(() -> Config.parse("_BASE_: /etc/passwd", "metadata"))
        .hasMessage("_BASE_ names /etc/passwd, which is no official file (metadata:1)");
    assertThatThrownBy(() -> Config.parse("_BASE_: {a: 1}", "metadata"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void officialNames_areFoundWhereTheFilesAreNot() throws IOException {
    Config lone = Config.read(write("mine.yaml", "_BASE_: \"Base-SparseRCNN.yaml\"\nSEED: 5\n"));
    assertThat(lone.with("SEED", 40244023)).isEqualTo(Preset.base());
    Path python = Path.of("projects/SparseRCNN/configs/sparsercnn.res101.300pro.3x.yaml");
    assertThat(Config.read(python)).isEqualTo(Preset.R101_300.config());
    assertThat(Config.read(Path.of("sparsercnn.res101.300pro.3x.yaml")))
        .isEqualTo(Preset.R101_300.config());
    Path elsewhere = folder.resolve("sparsercnn.res101.300pro.3x.yaml");
    assertThatThrownBy(() -> Config.read(elsewhere))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("no config file " + elsewhere);
  }

  @Test
  void read_refusesWhatIsNoText() throws IOException {
    Path binary = folder.resolve("model.yaml");
    Files.write(binary, new byte[] {(byte) 0x80, 2, (byte) 0xc3, 0x28});
    assertThatThrownBy(() -> Config.read(binary))
        .isInstanceOf(ConfigException.class)
        .hasMessage(binary + " is not UTF-8 text; save it as UTF-8");
    assertThatThrownBy(() -> Config.read(folder))
        .hasMessage(folder + " is a folder, expected a yaml file");
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "# ".repeat(1 << 20));
    assertThatThrownBy(() -> Config.read(large)).hasMessageContaining("is larger than");
  }

  @Test
  void read_takesUtf16WithItsMark() throws IOException {
    Path file = folder.resolve("wide.yaml");
    Files.write(file, "\ufeffOUTPUT_DIR: zellen-größe\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(Config.read(file).getString("OUTPUT_DIR")).isEqualTo("zellen-größe");
  }

  @Test
  void version1_isRefused() {
    assertThatThrownBy(() -> Config.parse("VERSION: 1\nSEED: 1", "old.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("VERSION is 1 (old.yaml:1), expected 2; save it with detectron2");
  }

  @Test
  void bccdYaml_whoseTuplesYamlTakesApart_isReadAsMeant() {
    Config config = Config.read(SharedData.require("weights/bccd_sparsercnn.yaml"));
    assertThat(config.getInts("INPUT.MIN_SIZE_TRAIN")).containsExactly(320, 352, 384, 416);
    assertThat(Architecture.of(config).fpnInFeatures()).containsExactly("res2", "res3", "res4");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
