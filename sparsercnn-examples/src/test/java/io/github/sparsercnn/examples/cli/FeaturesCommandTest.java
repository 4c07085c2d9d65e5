package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(DetectorBuilder::build);
  private Path picture;
  private Path output;

  @BeforeEach
  void makePicture() {
    picture = folder.resolve("smear.png");
    output = folder.resolve("inside");
    DrawnPictures.save(new SmearGenerator().generate(1).picture(), picture);
  }

  private int features(String... more) {
    List<String> args = new ArrayList<>(List.of("features", picture.toString()));
    args.addAll(
        List.of(
            "--weights",
            Goldens.checkpoint("model.safetensors").toString(),
            "--output",
            output.toString()));
    args.addAll(List.of(more));
    args.addAll(List.of("INPUT.MIN_SIZE_TEST", "96"));
    return cli.run(args.toArray(String[]::new));
  }

  @Test
  void features_writesThePageAndSaysWhere() {
    assertThat(features()).as(cli.err()).isZero();

    assertThat(cli.out())
        .contains("smear.png, seen at 128x96: 8 proposals", "stage 1", "Best score")
        .contains("to be read with " + output.resolve("index.html"));
    assertThat(output.resolve("index.html")).exists();
    assertThat(output.resolve("proposals.gif")).exists();
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void json_holdsTheFigures() throws Exception {
    assertThat(features("--json", "--levels", "p2", "--top", "3", "--proposal", "5"))
        .as(cli.err())
        .isZero();

    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json.get("image").asText()).isEqualTo(picture.toString());
    assertThat(json.get("proposal").asInt()).isEqualTo(5);
    assertThat(json.get("top")).hasSize(3);
    assertThat(json.at("/top/0/scores")).hasSameSizeAs(json.get("stages"));
    assertThat(json.get("levels")).hasSize(1);
    assertThat(json.at("/levels/0/variance_shares")).hasSize(3);
    for (JsonNode file : json.get("pictures")) {
      assertThat(Files.exists(Path.of(file.asText()))).as(file.asText()).isTrue();
    }
    assertThat(json.get("checks")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--proposal some",
        "--proposal -1",
        "--top 0",
        "--channels 0",
        "--device tpu",
        "another.png"
      })
  void wrongUsage_isOneLineAndExitStatus2(String words) {
    assertThat(features(words.split(" ", -1))).isEqualTo(2);

    assertThat(cli.err()).hasLineCount(1).contains("--help");
  }

  @Test
  void detectorThatShowsNothing_isOneLine() {
    Cli opaque = new Cli(builder -> new FakeDetector());

    assertThat(opaque.run("features", picture.toString(), "--weights", "w.pth")).isEqualTo(1);
    assertThat(opaque.err()).hasLineCount(1).contains("FakeDetector", "without tiles");
  }

  @Test
  void levelThatIsNotThere_isOneLine() {
    assertThat(features("--levels", "p7")).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains("no level p7", "p2");
    assertThat(output).doesNotExist();
  }
}
