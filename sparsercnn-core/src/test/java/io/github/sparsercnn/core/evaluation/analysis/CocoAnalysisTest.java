package io.github.sparsercnn.core.evaluation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two images of cats (0) and dogs (1), small enough to count by hand. */
class CocoAnalysisTest {
  private static final int CAT = 0;
  private static final int DOG = 1;
  private static final int NOTHING = 2;
  private static final double THRESHOLD = 0.25;

  private final CocoGroundTruth truth =
      CocoGroundTruth.builder("pets")
          .image(1, "a.jpg", 0, 0)
          .image(2, "b.jpg", 0, 0)
          .image(3, "c.jpg", 0, 0)
          .category(10, "cat")
          .category(20, "dog")
          .annotation(CocoAnnotation.of(1, 1, 10, 0, 0, 10, 10))
          .annotation(CocoAnnotation.of(2, 1, 20, 50, 0, 40, 40))
          .annotation(CocoAnnotation.of(3, 2, 10, 0, 0, 10, 10))
          .annotation(new CocoAnnotation(4, 2, 10, 100, 0, 50, 50, 2500, true, false))
          .build();
  private final CocoResults results =
      CocoResults.builder("found")
          .add(1, 10, 0, 0, 10, 10, 0.95) // the cat
          .add(1, 10, 50, 0, 40, 40, 0.85) // takes the dog for a cat
          .add(1, 20, 51, 0, 40, 40, 0.75) // the dog, less exactly
          .add(2, 20, 300, 0, 9, 9, 0.65) // a dog where nothing is
          .add(2, 10, 110, 0, 9, 9, 0.55) // a cat in the crowd of cats
          .add(2, 10, 0, 0, 10, 10, 0.15) // the other cat, hardly sure
          .build();
  private final CocoMatching matching =
      CocoMatching.of(truth, results, CocoSettings.builder().threads(1).build());

  @Test
  void confusion_pairsByOverlapWhateverTheCategory() {
    ConfusionMatrix matrix = ConfusionMatrix.of(matching, THRESHOLD);

    assertThat(matrix.categories()).isEqualTo(2);
    assertThat(matrix.count(CAT, CAT)).isEqualTo(1);
    assertThat(matrix.count(DOG, CAT)).isEqualTo(1);
    assertThat(matrix.count(DOG, DOG)).isZero();
    assertThat(matrix.count(CAT, NOTHING)).isEqualTo(1);
    assertThat(matrix.count(NOTHING, DOG)).isEqualTo(2);
    assertThat(matrix.count(NOTHING, CAT)).as("the cat in the crowd is left out").isZero();
  }

  @Test
  void confusion_prefersTheSameCategoryOnEqualOverlap() {
    CocoResults twins =
        CocoResults.builder("twins")
            .add(1, 20, 0, 0, 10, 10, 0.9)
            .add(1, 10, 0, 0, 10, 10, 0.5)
            .build();

    ConfusionMatrix matrix =
        ConfusionMatrix.of(CocoMatching.of(truth, twins, matching.settings()), THRESHOLD);

    assertThat(matrix.count(CAT, CAT)).isEqualTo(1);
    assertThat(matrix.count(CAT, DOG)).isZero();
    assertThat(matrix.count(NOTHING, DOG)).isEqualTo(1);
  }

  @Test
  void confusion_showsExamples() {
    ConfusionMatrix matrix = ConfusionMatrix.of(matching, THRESHOLD);

    assertThat(matrix.examples(DOG, CAT)).containsExactly(new ConfusionMatrix.Example(1, 1, 1));
    assertThat(matrix.examples(CAT, NOTHING))
        .containsExactly(new ConfusionMatrix.Example(2, 2, -1));
    assertThat(matrix.examples(NOTHING, DOG))
        .containsExactly(
            new ConfusionMatrix.Example(1, -1, 2), new ConfusionMatrix.Example(2, -1, 3));
    assertThat(matrix.examples(DOG, DOG)).isEmpty();
  }

  @Test
  void confusion_spreadsExamplesOverAllCases() {
    CocoResults.Builder many = CocoResults.builder("many");
    for (int i = 0; i < 30; i++) {
      many.add(1 + i / 10, 20, 300 + 20 * i, 300, 9, 9, 0.5);
    }

    ConfusionMatrix matrix =
        ConfusionMatrix.of(CocoMatching.of(truth, many.build(), matching.settings()), THRESHOLD);

    assertThat(matrix.count(NOTHING, DOG)).isEqualTo(30);
    assertThat(matrix.examples(NOTHING, DOG))
        .extracting(ConfusionMatrix.Example::detection)
        .containsExactly(0, 3, 6, 9, 12, 15, 18, 21, 24, 27);
  }

  @Test
  void images_countWhatIsRightWrongAndMissed() {
    List<ImageRow> rows = ImageRow.table(matching, THRESHOLD);

    assertThat(rows)
        .containsExactly(
            new ImageRow(1, "a.jpg", 2, 2, 1),
            new ImageRow(2, "b.jpg", 1, 0, 1),
            new ImageRow(3, "c.jpg", 0, 0, 0));
    assertThat(rows.get(1).missed()).isEqualTo(1);
    assertThat(rows.get(1).errors()).isEqualTo(2);
    assertThat(rows.get(0).f1()).isCloseTo(0.8, offset(1e-12));
    assertThat(rows.get(2).f1()).isEqualTo(1);
  }

  @Test
  void sizes_countTheObjectsOfEachClass() {
    List<SizeRow> rows = SizeRow.table(matching);

    assertThat(rows).extracting(SizeRow::objects).containsExactly(3, 2, 1, 0);
    assertThat(rows.get(3).ap()).isEqualTo(-1);
    assertThat(rows.get(0).ap()).isEqualTo(matching.report().ap(AreaRange.ALL));
    assertThat(rows.get(1).ar()).isEqualTo(matching.report().ar(AreaRange.SMALL));
  }

  @Test
  void threshold_isWhereF1IsBest() {
    assertThat(OperatingPoint.best(matching, CAT))
        .contains(new OperatingPoint(0.15, 2 / 3.0, 1, 0.8));
    assertThat(OperatingPoint.best(matching, DOG)).contains(new OperatingPoint(0.75, 1, 1, 1));
    assertThat(OperatingPoint.best(matching))
        .as("right, wrong, right: 2 of 3, and 2 of 3 objects; all: 3 of 5, and all objects")
        .contains(new OperatingPoint(0.15, 0.6, 1, 0.75));
  }

  @Test
  void thresholds_giveACurve() {
    List<OperatingPoint> curve = OperatingPoint.curve(matching, 10);

    assertThat(curve).hasSize(11);
    assertThat(curve.get(0)).isEqualTo(new OperatingPoint(0, 0.6, 1, 0.75));
    assertThat(curve.get(7)).isEqualTo(new OperatingPoint(0.7, 2 / 3.0, 2 / 3.0, 4 / 6.0));
    assertThat(curve.get(10)).isEqualTo(new OperatingPoint(1, 1, 0, 0));
  }

  @Test
  void threshold_doesNotCutThroughEqualScores() {
    CocoResults equal =
        CocoResults.builder("equal")
            .add(1, 10, 0, 0, 10, 10, 0.5)
            .add(1, 10, 30, 30, 10, 10, 0.5)
            .build();

    assertThat(OperatingPoint.best(CocoMatching.of(truth, equal, matching.settings()), CAT))
        .contains(new OperatingPoint(0.5, 0.5, 0.5, 0.5));
  }

  @Test
  void threshold_isMissingWhereNothingIsRight() {
    CocoResults none = CocoResults.builder("none").build();

    assertThat(OperatingPoint.best(CocoMatching.of(truth, none, matching.settings()))).isEmpty();
  }

  @Test
  void calibration_holdsScoresAgainstPrecision() {
    Calibration calibration = Calibration.of(matching, 2);

    Calibration.Bin low = calibration.bins().get(0);
    Calibration.Bin high = calibration.bins().get(1);
    assertThat(low).isEqualTo(new Calibration.Bin(0, 0.5, 1, 0.15, 1));
    assertThat(high.count()).isEqualTo(4);
    assertThat(high.meanScore()).isCloseTo(0.8, offset(1e-12));
    assertThat(high.precision()).isEqualTo(0.5);
    assertThat(calibration.expectedError()).isCloseTo((0.85 + 4 * 0.3) / 5, offset(1e-12));
    assertThat(calibration.maximumError()).isCloseTo(0.85, offset(1e-12));
  }

  @Test
  void curve_isReadAtTheRecallsOfCoco() {
    assertThat(matching.report().curve(CAT, 0).points())
        .hasSize(101)
        .satisfies(
            points -> {
              assertThat(points.get(50).recall()).isEqualTo(0.5);
              assertThat(points.get(50).precision()).isCloseTo(1, offset(1e-12));
              assertThat(points.get(50).score()).isEqualTo(0.95);
              assertThat(points.get(51).precision()).isCloseTo(2 / 3.0, offset(1e-12));
              assertThat(points.get(100).score()).isEqualTo(0.15);
            });
  }

  @Test
  void of_worksOnAnEmptyDataSet() {
    CocoMatching empty =
        CocoMatching.of(
            CocoGroundTruth.builder("empty").build(),
            CocoResults.builder("empty").build(),
            CocoSettings.defaults());

    CocoAnalysis analysis = CocoAnalysis.of(empty, ResamplingSettings.defaults());

    assertThat(analysis.threshold()).isEmpty();
    assertThat(analysis.interval()).isEqualTo(new Interval(-1, -1, 0.95));
    assertThat(analysis.calibration().expectedError()).isZero();
    assertThat(analysis.tide().ap50()).isZero();
  }

  static Stream<JsonNode> cases() {
    return EvaluationGoldens.cases("coco_eval_cases.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_agreesWithItselfOnGoldenCases(JsonNode golden) {
    CocoMatching matched = EvaluationGoldens.matching(golden);

    CocoAnalysis analysis =
        CocoAnalysis.of(matched, ResamplingSettings.builder().repetitions(20).build());

    int objects = analysis.sizes().get(0).objects();
    assertThat(analysis.images().stream().mapToInt(ImageRow::objects).sum()).isEqualTo(objects);
    int right = analysis.images().stream().mapToInt(ImageRow::right).sum();
    int wrong = analysis.images().stream().mapToInt(ImageRow::wrong).sum();
    OperatingPoint threshold = analysis.threshold().orElseThrow();
    assertThat(threshold.recall()).isCloseTo((double) right / objects, offset(1e-12));
    assertThat(threshold.precision()).isCloseTo((double) right / (right + wrong), offset(1e-12));
    ConfusionMatrix confusion = analysis.confusion();
    long rows = 0;
    for (int actual = 0; actual < confusion.categories(); actual++) {
      for (int detected = 0; detected <= confusion.categories(); detected++) {
        rows += confusion.count(actual, detected);
      }
    }
    assertThat(rows).as("every object stands in one row").isEqualTo(objects);
  }
}
