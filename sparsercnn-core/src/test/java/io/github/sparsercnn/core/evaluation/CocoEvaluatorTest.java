package io.github.sparsercnn.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CocoEvaluatorTest {
  @TempDir Path folder;

  static Stream<JsonNode> cases() {
    return EvaluationGoldens.cases("coco_eval_cases.json");
  }

  private CocoReport evaluate(JsonNode golden, int threads) throws IOException {
    Path truth = EvaluationGoldens.write(folder, "truth.json", golden.get("ground_truth"));
    Path results = EvaluationGoldens.write(folder, "results.json", golden.get("detections"));
    List<Integer> maxDets =
        Arrays.stream(EvaluationGoldens.doubles(golden.get("max_dets")))
            .mapToObj(limit -> (int) limit)
            .toList();
    return CocoEvaluator.evaluate(
        CocoGroundTruth.read(truth),
        CocoResults.read(results),
        CocoSettings.builder().maxDets(maxDets).threads(threads).build());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_givesTheTwelveFiguresOfPycocotools(JsonNode golden) throws IOException {
    CocoReport report = evaluate(golden, 2);

    assertThat(report.stats()).containsExactly(EvaluationGoldens.doubles(golden.get("stats")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_givesTheAveragePrecisionOfEachCategory(JsonNode golden) throws IOException {
    CocoReport report = evaluate(golden, 2);

    for (int k = 0; k < report.categories().size(); k++) {
      String id = Long.toString(report.categories().get(k).id());
      assertThat(report.categoryAp(k))
          .as("category %s", id)
          .isEqualTo(golden.get("per_category_ap").get(id).asDouble());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_givesTheTablesOfPycocotoolsBitForBit(JsonNode golden) throws IOException {
    CocoReport report = evaluate(golden, 2);

    assertThat(EvaluationGoldens.sha256(report.precision()))
        .isEqualTo(golden.get("precision_sha256").asText());
    assertThat(EvaluationGoldens.sha256(report.recall()))
        .isEqualTo(golden.get("recall_sha256").asText());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluate_doesNotDependOnTheNumberOfThreads(JsonNode golden) throws IOException {
    CocoReport alone = evaluate(golden, 1);
    CocoReport together = evaluate(golden, 7);

    assertThat(together.precision()).containsExactly(alone.precision());
    assertThat(together.scores()).containsExactly(alone.scores());
    assertThat(together.stats()).containsExactly(alone.stats());
  }

  @Test
  void evaluate_agreesWithTheExampleOfTheCocoApi() throws IOException {
    Path truth = SharedData.require("data/cocoapi/instances_val2014_100.json");
    Path results = SharedData.require("data/cocoapi/instances_val2014_fakebbox100_results.json");
    JsonNode golden =
        EvaluationGoldens.json(SharedData.require("data/cocoapi/golden_bbox_stats.json"));

    CocoReport report =
        CocoEvaluator.evaluate(CocoGroundTruth.read(truth), CocoResults.read(results));

    assertThat(report.stats()).containsExactly(EvaluationGoldens.doubles(golden.get("stats")));
    assertThat(report.categories()).hasSize(80);
    for (int k = 0; k < report.categories().size(); k++) {
      JsonNode expected = golden.get("perCategoryAP").get(report.categories().get(k).name());
      assertThat(report.categoryAp(k))
          .as(report.categories().get(k).name())
          .isEqualTo(expected.isNull() ? -1 : expected.asDouble());
    }
  }

  @Test
  void apAtMaxDets_isThereWhereTheFirstFigureIsNot() {
    CocoGroundTruth truth =
        CocoGroundTruth.builder("one box")
            .image(1, "", 0, 0)
            .category(1, "cell")
            .annotation(CocoAnnotation.of(1, 1, 1, 0, 0, 10, 10))
            .build();
    CocoResults results = CocoResults.builder("found").add(1, 1, 0, 0, 10, 10, 0.9).build();

    CocoReport report =
        CocoEvaluator.evaluate(
            truth, results, CocoSettings.builder().maxDets(List.of(300, 10, 1)).build());

    assertThat(report.figure(CocoFigure.AP)).isEqualTo(-1);
    assertThat(report.apAtMaxDets()).isEqualTo(1, offset(1e-12));
  }

  @Test
  void evaluate_givesTheAveragePrecisionOfTheBloodCells() throws IOException {
    Path truth = SharedData.require("data/bccd/test.json");
    Path results = folder.resolve("bccd.json");
    try (InputStream in = getClass().getResourceAsStream("/goldens/bccd_test_results.json")) {
      Files.copy(in, results);
    }

    CocoReport report = CocoEvaluator.evaluate(truth, results, CocoSettings.defaults());

    assertThat(report.figure(CocoFigure.AP)).isCloseTo(0.53069, offset(5e-6));
  }

  @Test
  @Tag("slow")
  void evaluate_takesAMillionDetectionsInOneFile() {
    CocoGroundTruthBuilder truth = CocoGroundTruth.builder("many");
    CocoResults.Builder results = CocoResults.builder("many");
    for (int category = 1; category <= 80; category++) {
      truth.category(category, "category " + category);
    }
    for (int i = 0; i < 1_000_000; i++) {
      int image = i / 200;
      int category = i % 80 + 1;
      if (i % 200 == 0) {
        truth.image(image, "", 640, 480);
      }
      if (i % 200 < 8) {
        truth.annotation(CocoAnnotation.of(i + 1, image, category, i % 500, i % 300, 40, 30));
      }
      results.add(image, category, i % 500 + 0.25, i % 300 + 0.5, 40, 30, 1 - i % 1000 / 1000.0);
    }
    Path file = folder.resolve("many.json");
    results.build().write(file);

    CocoReport report = CocoEvaluator.evaluate(truth.build(), CocoResults.read(file));

    assertThat(report.figure(CocoFigure.AR_THIRD)).isGreaterThan(0.8);
  }

  private static final CocoAnnotation NUMBER_ZERO = CocoAnnotation.of(0, 1, 1, 0, 0, 10, 10);

  private static CocoReport evaluateOne(CocoAnnotation annotation, CocoSettings settings) {
    return CocoEvaluator.evaluate(
        CocoGroundTruth.builder("one box")
            .image(1, "", 0, 0)
            .category(1, "cell")
            .annotation(annotation)
            .build(),
        CocoResults.builder("found").add(1, 1, 0, 0, 10, 10, 0.9).build(),
        settings);
  }

  @Test
  void annotationIdZero_isAnErrorThatTellsWhatToDo() {
    assertThatThrownBy(() -> evaluateOne(NUMBER_ZERO, CocoSettings.defaults()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("one box, annotations[0]", "number the annotations from 1");
  }

  @Test
  void annotationIdZero_isAFalsePositiveWherePycocotoolsIsAskedFor() {
    CocoReport report = evaluateOne(NUMBER_ZERO, CocoSettings.builder().pycocotools(true).build());

    assertThat(report.figure(CocoFigure.AP)).isZero();
    assertThat(report.figure(CocoFigure.AR_THIRD)).isZero();
  }

  @Test
  void ignoredObject_countsUnlessSettingsRespectTheMark() {
    CocoAnnotation ignored = new CocoAnnotation(1, 1, 1, 0, 0, 10, 10, 100, false, true);

    CocoReport pycocotools = evaluateOne(ignored, CocoSettings.defaults());
    CocoReport respectful =
        evaluateOne(ignored, CocoSettings.builder().respectIgnore(true).build());

    assertThat(pycocotools.figure(CocoFigure.AR_THIRD)).isEqualTo(1);
    assertThat(respectful.figure(CocoFigure.AR_THIRD)).isEqualTo(-1);
  }

  @Test
  void areaRanges_areFoundByName() {
    CocoSettings tiny =
        CocoSettings.builder()
            .areaRanges(List.of(AreaRange.ALL, new AreaRange("small", 0, 50)))
            .build();

    CocoReport report = evaluateOne(CocoAnnotation.of(1, 1, 1, 0, 0, 10, 10), tiny);

    assertThat(report.figure(CocoFigure.AR_THIRD)).isEqualTo(1);
    assertThat(report.figure(CocoFigure.AR_SMALL)).isEqualTo(-1);
    assertThat(report.figure(CocoFigure.AR_LARGE)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,10", "1,10,10", "0,10,100", "1,10,100,300"})
  void settings_refuseOtherThanThreeLimits(String limits) {
    List<Integer> maxDets = Arrays.stream(limits.split(",", -1)).map(Integer::valueOf).toList();

    assertThatThrownBy(() -> CocoSettings.builder().maxDets(maxDets).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("three different positive numbers");
  }
}
