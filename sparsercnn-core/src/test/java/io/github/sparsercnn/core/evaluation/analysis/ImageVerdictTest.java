package io.github.sparsercnn.core.evaluation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnDetection;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageVerdictTest {
  private final CocoGroundTruth truth =
      CocoGroundTruth.builder("pets")
          .image(1, "a.jpg", 0, 0)
          .image(2, "b.jpg", 0, 0)
          .category(10, "cat")
          .category(20, "dog")
          .annotation(CocoAnnotation.of(1, 1, 10, 0, 0, 10, 10))
          .annotation(CocoAnnotation.of(2, 1, 20, 50, 0, 40, 40))
          .annotation(new CocoAnnotation(3, 1, 10, 100, 0, 50, 50, 2500, true, false))
          .annotation(CocoAnnotation.of(4, 2, 10, 0, 0, 10, 10))
          .build();
  private final CocoResults results =
      CocoResults.builder("found")
          .add(1, 10, 0, 0, 10, 10, 0.9) // the cat
          .add(1, 10, 0, 0, 10, 9, 0.8) // the cat again
          .add(1, 10, 50, 0, 40, 40, 0.7) // takes the dog for a cat
          .add(1, 10, 110, 0, 9, 9, 0.6) // a cat in the crowd of cats
          .add(1, 20, 0, 0, 10, 4, 0.5) // a dog on a part of the cat
          .add(2, 10, 5, 0, 10, 10, 0.4) // half beside the cat
          .add(2, 20, 300, 0, 9, 9, 0.3) // nothing there
          .add(2, 10, 0, 0, 10, 10, 0.1) // the cat, not sure enough
          .build();

  private List<ImageVerdict> verdicts(double threshold) {
    CocoMatching matching =
        CocoMatching.of(truth, results, CocoSettings.builder().threads(1).build());
    return ImageVerdict.of(matching, new int[] {1, 0}, threshold);
  }

  @Test
  void of_tellsWhatEveryErrorIsAbout() {
    ImageVerdict verdict = verdicts(0.2).get(1);

    assertThat(verdict.image()).isZero();
    assertThat(verdict.objects())
        .containsExactly(
            new OnObject(0, 0, true), new OnObject(1, -1, true), new OnObject(2, -1, false));
    assertThat(verdict.detections())
        .containsExactly(
            new OnDetection(0, Optional.empty(), 0, 1, true),
            new OnDetection(1, Optional.of(TideError.DUPLICATE), 0, 0.9, true),
            new OnDetection(2, Optional.of(TideError.CLASSIFICATION), 1, 1, true),
            new OnDetection(3, Optional.of(TideError.BACKGROUND), -1, 0, false),
            new OnDetection(4, Optional.of(TideError.BOTH), 0, 0.4, true));
    assertThat(verdict.counting()).isEqualTo(2);
    assertThat(verdict.missed()).isEqualTo(1);
    assertThat(verdict.wrong()).isEqualTo(3);
  }

  @Test
  void of_leavesOutWhatIsBelowTheThreshold() {
    ImageVerdict verdict = verdicts(0.2).get(0);

    assertThat(verdict.detections()).hasSize(2);
    assertThat(verdict.detections().get(0).error()).contains(TideError.LOCALIZATION);
    assertThat(verdict.detections().get(0).overlap()).isCloseTo(1 / 3.0, offset(1e-12));
    assertThat(verdict.detections().get(1).error()).contains(TideError.BACKGROUND);
    assertThat(verdict.missed()).isEqualTo(1);
    assertThat(verdicts(0).get(0).missed()).as("with the unsure one").isZero();
  }

  static Stream<JsonNode> cases() {
    return EvaluationGoldens.cases("coco_eval_cases.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_countsAsTheTableOfImagesDoes(JsonNode golden) {
    CocoMatching matching = EvaluationGoldens.matching(golden);
    double threshold = 0.5;

    List<ImageRow> rows = ImageRow.table(matching, threshold);
    int[] all = IntStream.range(0, rows.size()).toArray();

    assertThat(ImageVerdict.of(matching, all, threshold))
        .zipSatisfy(
            rows,
            (verdict, row) -> {
              assertThat(verdict.counting()).isEqualTo(row.objects());
              assertThat(verdict.missed()).isEqualTo(row.missed());
            });
  }
}
