package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.DetectorOptions;
import io.github.sparsercnn.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {
  @TempDir private Path folder;
  private final FakeDetector detector = new FakeDetector();
  private final Cli cli = new Cli(builder -> detector);
  private String a;
  private String b;
  private String broken;

  @BeforeEach
  void makePictures() throws Exception {
    a = Files.createFile(folder.resolve("a.jpg")).toString();
    b = Files.createFile(folder.resolve("b with space.png")).toString();
    broken = Files.createFile(folder.resolve("broken.jpg")).toString();
  }

  @Test
  void listing_namesPicturesAndObjectsBestFirst() {
    assertThat(cli.run("predict", a, "--weights", "w.pth")).isZero();

    assertThat(cli.out())
        .isEqualToNormalizingNewlines(
            a
                + ": 640x480, 2 objects\n"
                + "  RBC              0.93  [0.1, 0.0, 639.5, 480.0]\n"
                + "  cellule \u00e9trange  0.50  [1.3, 2.0, 30.0, 40.0]\n");
    assertThat(cli.err()).isEmpty();
    assertThat(detector.closed).isTrue();
  }

  @Test
  void threshold_keepsStrictlyGreaterScores() {
    assertThat(cli.run("predict", a, "--weights", "w.pth", "--threshold", "0.5")).isZero();

    assertThat(cli.out()).contains("1 object", "RBC").doesNotContain("cellule");
  }

  @Test
  void json_keepsTheOrderOfTheInputAndTheFloats() throws Exception {
    assertThat(cli.run("predict", b, a, "--weights", "w.pth", "--json", "-")).isZero();

    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json).extracting(picture -> picture.get("file").asText()).containsExactly(b, a);
    JsonNode first = json.get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("file", "width", "height", "detections");
    assertThat(first.get("width").asInt()).isEqualTo(640);
    assertThat(first.get("height").asInt()).isEqualTo(480);
    assertThat(first.at("/detections/0").toString())
        .isEqualTo(
            "{\"label\":\"RBC\",\"class_id\":0,\"score\":0.93,\"box\":[0.1,0.0,639.5,480.0]}");
    assertThat(first.at("/detections/1/label").asText()).isEqualTo("cellule \u00e9trange");
    assertThat(cli.out()).isASCII();
  }

  @Test
  void json_goesToAFile() throws Exception {
    Path file = folder.resolve("results/found.json");

    assertThat(cli.run("predict", a, "--weights", "w.pth", "--json", file.toString())).isZero();

    assertThat(new ObjectMapper().readTree(file.toFile())).hasSize(1);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void json_ofNoPictureIsNeverHalfWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("found.json"), "old");
    Cli failing =
        new Cli(
            builder -> {
              throw new IllegalStateException("no model");
            });

    assertThat(failing.run("predict", a, "--weights", "w.pth", "--json", file.toString()))
        .isEqualTo(1);

    assertThat(file).hasContent("old");
  }

  @Test
  void brokenPicture_isNamedAndTheOthersAreStillPredicted() throws Exception {
    int status =
        cli.run("predict", a, broken, b, "--weights", "w.pth", "--json", "-", "--batch-size", "2");

    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(status).isEqualTo(1);
    assertThat(json).hasSize(3);
    assertThat(json.get(0).get("detections")).hasSize(2);
    assertThat(json.get(1).get("file").asText()).isEqualTo(broken);
    assertThat(json.get(1).get("error").asText()).isEqualTo(broken + ": not a picture");
    assertThat(json.get(2).get("detections")).hasSize(2);
    assertThat(cli.err()).hasLineCount(1).contains(broken);
  }

  @Test
  void pictures_arePredictedInBatches() {
    cli.run("predict", a, b, a, "--weights", "w.pth", "--batch-size", "2");

    assertThat(detector.batches).containsExactly(2, 1);
  }

  @Test
  void options_reachTheDetector() throws Exception {
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "VERSION: 2\n");

    int status =
        cli.run(
            "predict",
            a,
            "--weights=w.pth",
            "--config-file=" + yaml,
            "--device=cuda:1",
            "--precision=bf16",
            "--labels=RBC,WBC",
            "INPUT.MIN_SIZE_TEST",
            "416",
            "OUTPUT_DIR",
            "out");

    DetectorOptions options = cli.options();
    assertThat(cli.err()).isEmpty();
    assertThat(status).isZero();
    assertThat(options.weights()).isEqualTo("w.pth");
    assertThat(options.configFile()).contains(yaml);
    assertThat(options.device()).contains("cuda:1");
    assertThat(options.precision()).isEqualTo(Precision.BF16);
    assertThat(options.labels().orElseThrow()).containsExactly("RBC", "WBC");
    assertThat(options.overrides())
        .containsExactly("INPUT.MIN_SIZE_TEST", "416", "OUTPUT_DIR", "out");
  }

  @Test
  void weights_mayBeNamedByTheConfigAndLieBesideIt() throws Exception {
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "MODEL: {WEIGHTS: \"w.pth\"}\n");
    Path weights = Files.createFile(folder.resolve("w.pth"));

    assertThat(cli.run("predict", a, "--config-file=" + yaml)).isZero();

    assertThat(cli.options().weights()).isEqualTo(weights.toString());
    assertThat(cli.options().labels()).isEqualTo(Optional.empty());
  }

  @Test
  void unknownConfigKey_isRefusedBeforeTheModelIsLoaded() {
    assertThat(cli.run("predict", a, "--weights=w.pth", "MODEL.DEVISE", "cpu")).isEqualTo(1);

    assertThat(cli.err()).contains("MODEL.DEVISE").hasLineCount(1);
    assertThat(cli.options()).isNull();
  }

  @Test
  void drawnCopy_neverReplacesAPicture() {
    assertThat(cli.run("predict", a, "--weights=w.pth", "--output", folder.toString()))
        .isEqualTo(1);

    assertThat(cli.err()).contains("would replace the picture").hasLineCount(1);
  }

  @Test
  void drawnCopies_neverReplaceEachOther() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    String otherA = Files.createFile(other.resolve("a.jpg")).toString();

    assertThat(cli.run("predict", a, otherA, "--weights=w.pth", "--output", folder + "/drawn"))
        .isEqualTo(1);

    assertThat(cli.err()).contains(a, otherA, "both").hasLineCount(1);
  }

  @Test
  void tilesAndSizes_goToTheConfigBeforeItsWords() {
    int status =
        cli.run(
            "predict",
            a,
            "--weights=w.pth",
            "--tta",
            "--tiles=800",
            "--overlap=0.25",
            "--whole-picture",
            "TEST.TILES.SIZE",
            "640");

    assertThat(cli.err()).isEmpty();
    assertThat(status).isZero();
    assertThat(cli.options().overrides())
        .containsExactly(
            "TEST.AUG.ENABLED",
            "True",
            "TEST.TILES.SIZE",
            "800",
            "TEST.TILES.OVERLAP",
            "0.25",
            "TEST.TILES.WHOLE_PICTURE",
            "True",
            "TEST.TILES.SIZE",
            "640");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tiles=31", "--tiles=much", "--overlap=0.95", "--overlap=-1"})
  void tilesOutOfRange_areWrongUsage(String option) {
    assertThat(cli.run("predict", a, "--weights=w.pth", option)).isEqualTo(2);

    assertThat(cli.err()).hasLineCount(1).contains("--help");
    assertThat(cli.options()).isNull();
  }
}
