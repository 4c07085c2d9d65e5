package io.github.sparsercnn.core.evaluation.crowdhuman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrowdHumanEvaluatorTest {
  private static final String PICTURE =
      "{'ID':'a','width':100,'height':100,'gtboxes':[{'tag':'person','fbox':[0,0,40,80],'vbox':[0,0,40,60]},"
          + "{'tag':'mask','fbox':[50,0,40,80],'vbox':[50,0,40,80]}]}";

  @TempDir Path folder;

  static Stream<JsonNode> cases() {
    return EvaluationGoldens.cases("crowdhuman_eval_cases.json");
  }

  private Path odgt(String name, JsonNode pictures) throws IOException {
    List<String> lines = new ArrayList<>();
    pictures.forEach(picture -> lines.add(picture.toString()));
    return Files.write(folder.resolve(name), lines);
  }

  private Path odgt(String name, String... lines) throws IOException {
    List<String> quoted = Stream.of(lines).map(line -> line.replace('\'', '"')).toList();
    return Files.write(folder.resolve(name), quoted);
  }

  private static void assertFigures(CrowdHumanReport report, JsonNode golden) {
    assertThat(report.ap()).isCloseTo(golden.get("ap").asDouble(), offset(1e-12));
    assertThat(report.mmr()).isCloseTo(golden.get("mmr").asDouble(), offset(1e-12));
    assertThat(report.recall()).isCloseTo(golden.get("recall").asDouble(), offset(1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_givesTheFiguresOfTheOfficialTool(JsonNode golden) throws IOException {
    CrowdHumanGroundTruth truth =
        CrowdHumanGroundTruth.read(odgt("truth.odgt", golden.get("ground_truth")));
    CrowdHumanDetections found =
        CrowdHumanDetections.read(odgt("found.odgt", golden.get("detections")));

    assertFigures(CrowdHumanEvaluator.evaluate(truth, found), golden);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_givesTheSameFiguresFromTheCocoFile(JsonNode golden) throws IOException {
    Path json = folder.resolve("truth.json");
    OdgtToCoco.convert(
        odgt("truth.odgt", golden.get("ground_truth")), id -> new ImageSize(1, 1), json);
    CocoGroundTruth truth = CocoGroundTruth.read(json);
    CocoResults.Builder results = CocoResults.builder("golden");
    for (JsonNode picture : golden.get("detections")) {
      int image = imageNamed(truth, picture.get("ID").asText() + ".jpg");
      for (JsonNode found : picture.get("dtboxes")) {
        double[] box = EvaluationGoldens.doubles(found.get("box"));
        double score = found.get("score").asDouble();
        results.add(truth.imageId(image), 1, box[0], box[1], box[2], box[3], score);
      }
    }

    CrowdHumanReport report =
        CrowdHumanEvaluator.evaluate(
            CrowdHumanGroundTruth.of(truth), CrowdHumanDetections.of(results.build()));

    assertFigures(report, golden);
  }

  private static int imageNamed(CocoGroundTruth truth, String fileName) {
    for (int image = 0; image < truth.imageCount(); image++) {
      if (truth.fileName(image).equals(fileName)) {
        return image;
      }
    }
    throw new AssertionError("no image " + fileName);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void conversions_giveBackTheFigures(JsonNode golden) throws IOException {
    Path json = folder.resolve("truth.json");
    Path back = folder.resolve("back.odgt");
    OdgtToCoco.convert(
        odgt("truth.odgt", golden.get("ground_truth")), id -> new ImageSize(1, 1), json);

    CocoToOdgt.convert(json, back);

    CrowdHumanDetections found =
        CrowdHumanDetections.read(odgt("found.odgt", golden.get("detections")));
    assertFigures(CrowdHumanEvaluator.evaluate(CrowdHumanGroundTruth.read(back), found), golden);
  }

  @Test
  void toCoco_writesWhatTheOfficialConverterWrites() throws IOException {
    Path json = folder.resolve("truth.json");
    String line =
        "{'ID':'273271,c9db000d','gtboxes':[{'tag':'person','fbox':[-5,1.5,40,80],'vbox':[0,2,30,70],"
            + "'hbox':[1,1,9,9],'extra':{'ignore':1,'box_id':3}}]}";

    OdgtToCoco.convert(odgt("truth.odgt", line), id -> new ImageSize(1064, 800), json);

    assertThat(Files.readString(json))
        .isEqualTo(
            "{\"images\":[{\"file_name\":\"273271,c9db000d.jpg\",\"id\":1,\"height\":800,\"width\":1064}],"
                + "\"annotations\":[{\"id\":1,\"category_id\":1,\"image_id\":1,\"bbox_vis\":[0,2,30,70],"
                + "\"bbox\":[-5,1.5,40,80],\"area\":3200.0,\"iscrowd\":1}],"
                + "\"categories\":[{\"id\":1,\"name\":\"person\"}]}");
  }

  @Test
  void toOdgt_keepsNamesSizesAndVisibleBoxes() throws IOException {
    Path json = folder.resolve("truth.json");
    Path back = folder.resolve("back.odgt");
    OdgtToCoco.convert(odgt("truth.odgt", PICTURE), id -> new ImageSize(1, 1), json);

    CocoToOdgt.convert(json, back);

    assertThat(Files.readString(back))
        .startsWith("{\"ID\":\"a\",\"width\":100,\"height\":100,\"gtboxes\":[{")
        .contains("\"fbox\":[0,0,40,80],\"vbox\":[0,0,40,60],\"extra\":{\"ignore\":0}");
  }

  @Test
  void toOdgt_writesDetectionsThatReadBack() throws IOException {
    Path json = folder.resolve("truth.json");
    Path found = folder.resolve("found.odgt");
    OdgtToCoco.convert(odgt("truth.odgt", PICTURE), id -> new ImageSize(1, 1), json);
    CocoResults results = CocoResults.builder("one").add(1, 1, 0, 0, 40, 80, 0.75).build();

    CocoToOdgt.convert(CocoGroundTruth.read(json), results, found);

    assertThat(Files.readString(found))
        .isEqualTo(
            "{\"ID\":\"a\",\"width\":100,\"height\":100,\"dtboxes\":[{\"box\":[0.0,0.0,40.0,80.0],\"score\":0.75}]}\n");
  }

  @Test
  void maskedPeople_doNotCount() throws IOException {
    CrowdHumanGroundTruth truth = CrowdHumanGroundTruth.read(odgt("truth.odgt", PICTURE));
    Path found =
        odgt(
            "found.odgt",
            "{'ID':'a','dtboxes':[{'box':[50,0,40,80],'score':0.9},{'box':[0,0,40,80],'score':0.8}]}");

    CrowdHumanReport report = CrowdHumanEvaluator.evaluate(truth, CrowdHumanDetections.read(found));

    assertThat(report).isEqualTo(new CrowdHumanReport(0, 0, 1));
  }

  @Test
  void nothingFound_isAllMissed() throws IOException {
    CrowdHumanGroundTruth truth = CrowdHumanGroundTruth.read(odgt("truth.odgt", PICTURE));

    CrowdHumanReport report =
        CrowdHumanEvaluator.evaluate(truth, CrowdHumanDetections.read(odgt("found.odgt")));

    assertThat(report).isEqualTo(new CrowdHumanReport(0, 1, 0));
  }

  @Test
  void nobodyToFind_hasNoFigures() throws IOException {
    CrowdHumanGroundTruth truth =
        CrowdHumanGroundTruth.read(odgt("truth.odgt", "{'ID':'a','gtboxes':[]}"));

    CrowdHumanReport report =
        CrowdHumanEvaluator.evaluate(truth, CrowdHumanDetections.read(odgt("found.odgt")));

    assertThat(report).isEqualTo(new CrowdHumanReport(-1, -1, -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not JSON|line 1: not valid JSON",
        "[1]|line 1: expected an object",
        "{'gtboxes':[]}|line 1: ID is null",
        "{'ID':1.5,'gtboxes':[]}|line 1: ID is 1.5",
        "{'ID':'a'}|line 1: \"gtboxes\" is missing",
        "{'ID':'a','gtboxes':[{'tag':'person'}]}|line 1: fbox is null",
        "{'ID':'a','gtboxes':[{'tag':'person','fbox':[1,2,3]}]}|line 1: fbox is [1,2,3]",
        "{'ID':'a','gtboxes':[{'tag':'person','fbox':[1,2,3,null]}]}|line 1: fbox[3] is null",
        "{'ID':'a','gtboxes':[{'tag':'person','fbox':[1,2,3,1e999]}]}|line 1: fbox[3] is",
        "{'ID':'a','width':-4,'gtboxes':[]}|line 1: width is -4"
      })
  void brokenLine_isNamed(String line, String complaint) throws IOException {
    Path file = odgt("truth.odgt", line);

    assertThatThrownBy(() -> CrowdHumanGroundTruth.read(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("truth.odgt", complaint);
  }

  @Test
  void sameIdTwice_isRefused() throws IOException {
    Path file = odgt("truth.odgt", PICTURE, PICTURE);

    assertThatThrownBy(() -> CrowdHumanGroundTruth.read(file))
        .hasMessageContaining("line 2: ID a occurs twice");
  }

  @Test
  void detectionsInUnknownPicture_areRefused() throws IOException {
    CrowdHumanGroundTruth truth = CrowdHumanGroundTruth.read(odgt("truth.odgt", PICTURE));
    CrowdHumanDetections found =
        CrowdHumanDetections.read(odgt("found.odgt", "{'ID':'b','dtboxes':[]}"));

    assertThatThrownBy(() -> CrowdHumanEvaluator.evaluate(truth, found))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("picture b");
  }

  @Test
  void pictureWithoutSize_isNamed() throws IOException {
    CrowdHumanGroundTruth truth =
        CrowdHumanGroundTruth.read(odgt("truth.odgt", "{'ID':'a','gtboxes':[]}"));
    CrowdHumanDetections found =
        CrowdHumanDetections.read(odgt("found.odgt", "{'ID':'a','dtboxes':[]}"));

    assertThatThrownBy(() -> CrowdHumanEvaluator.evaluate(truth, found))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("picture a has no width and height");
  }
}
