package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Box;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.examples.smear.LabelledCell;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model on drawn smears. */
class EndToEndTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(DetectorBuilder::build);

  @Test
  void demo_findsTheCellsOfTheSmear() throws Exception {
    Path drawn = folder.resolve("drawn.png");

    assertThat(cli.run("demo", "--output", drawn.toString())).as(cli.err()).isZero();

    assertThat(cli.out().lines().filter(line -> line.startsWith("  RBC"))).hasSizeBetween(6, 8);
    assertThat(cli.out().lines().filter(line -> line.startsWith("  WBC"))).hasSize(1);
    assertThat(cli.out()).contains("drawn to " + drawn);
    assertThat(ImageIO.read(drawn.toFile()).getWidth()).isEqualTo(640);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void predict_findsWhatWasDrawn() throws Exception {
    var smear = new SmearGenerator().generate(DemoCommand.SMEAR_SEED);
    Path picture = folder.resolve("smear.png");
    DrawnPictures.save(smear.picture(), picture);
    try (BundledModel model = BundledModel.open()) {
      int status =
          cli.run("predict", picture.toString(), "--weights", model.file().toString(), "--json=-");
      assertThat(status).as(cli.err()).isZero();
    }

    JsonNode detections = new ObjectMapper().readTree(cli.out()).at("/0/detections");
    assertThat(detections).hasSize(50);
    List<LabelledCell> missed =
        smear.cells().stream().filter(cell -> !isFound(cell, detections)).toList();
    assertThat(missed).hasSizeLessThan(smear.cells().size() / 4);
  }

  @Test
  void features_ofTheBundledModelAreHealthy() throws Exception {
    int status = cli.run("features", "--output", folder.resolve("inside").toString(), "--json");
    assertThat(status).as(cli.err()).isZero();

    JsonNode features = new ObjectMapper().readTree(cli.out());
    for (JsonNode check : features.get("checks")) {
      assertThat(check.get("healthy").asBoolean()).as(check.toString()).isTrue();
    }
    assertThat(features.at("/top/0/scores/3").floatValue()).isGreaterThan(0.5f);
  }

  private static boolean isFound(LabelledCell cell, JsonNode detections) {
    return StreamSupport.stream(detections.spliterator(), false)
        .filter(found -> found.get("score").floatValue() > 0.3f)
        .filter(found -> found.get("label").asText().equals(cell.kind().label()))
        .anyMatch(found -> box(found.get("box")).iou(cell.box()) > 0.5f);
  }

  private static Box box(JsonNode corners) {
    return new Box(
        corners.get(0).floatValue(),
        corners.get(1).floatValue(),
        corners.get(2).floatValue(),
        corners.get(3).floatValue());
  }
}
