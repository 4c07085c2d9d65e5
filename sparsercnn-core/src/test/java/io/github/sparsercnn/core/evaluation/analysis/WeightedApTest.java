package io.github.sparsercnn.core.evaluation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.CocoEvaluator;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoGroundTruthBuilder;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightedApTest {
  static Stream<JsonNode> cases() {
    return EvaluationGoldens.cases("coco_eval_cases.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ap_isTheFigureIfEveryImageOccursOnce(JsonNode golden) {
    CocoMatching matching = EvaluationGoldens.matching(golden);
    int[] once = new int[matching.groundTruth().imageCount()];
    Arrays.fill(once, 1);

    assertThat(new WeightedAp(matching).ap(once, once))
        .isCloseTo(matching.report().apAtMaxDets(), offset(1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ap_isThatOfAFileWithCopiesOfTheImages(JsonNode golden) {
    CocoMatching tied = EvaluationGoldens.matching(golden);
    CocoMatching matching =
        CocoMatching.of(tied.groundTruth(), untied(tied.results()), tied.settings());
    int[] weights =
        Resampling.drawImages(matching.groundTruth().imageCount(), new SplittableRandom(7));

    CocoMatching copied =
        CocoMatching.of(
            copies(matching.groundTruth(), weights),
            copies(matching, weights),
            matching.settings());

    assertThat(new WeightedAp(matching).ap(weights, weights))
        .isCloseTo(copied.report().apAtMaxDets(), offset(1e-12));
  }

  private static long copyId(int image, int copy) {
    return 1000L * (image + 1) + copy;
  }

  /** Copies of an image shuffle its equal scores, so there must not be any. */
  private static CocoResults untied(CocoResults results) {
    CocoResults.Builder untied = CocoResults.builder("untied");
    for (int d = 0; d < results.size(); d++) {
      untied.add(
          results.imageId(d),
          results.categoryId(d),
          results.box(d, 0),
          results.box(d, 1),
          results.box(d, 2),
          results.box(d, 3),
          results.score(d) - 1e-9 * d);
    }
    return untied.build();
  }

  private static CocoGroundTruth copies(CocoGroundTruth truth, int[] weights) {
    CocoGroundTruthBuilder copies = CocoGroundTruth.builder("copies");
    for (int k = 0; k < truth.categoryCount(); k++) {
      copies.category(truth.categoryId(k), truth.categoryName(k));
    }
    for (int image = 0; image < weights.length; image++) {
      for (int copy = 0; copy < weights[image]; copy++) {
        copies.image(copyId(image, copy), "", 0, 0);
      }
    }
    long id = 1;
    for (int a = 0; a < truth.annotationCount(); a++) {
      for (int copy = 0; copy < weights[truth.image(a)]; copy++) {
        copies.annotation(
            new CocoAnnotation(
                id++,
                copyId(truth.image(a), copy),
                truth.categoryId(truth.category(a)),
                truth.box(a, 0),
                truth.box(a, 1),
                truth.box(a, 2),
                truth.box(a, 3),
                truth.area(a),
                truth.isCrowd(a),
                false));
      }
    }
    return copies.build();
  }

  private static CocoResults copies(CocoMatching matching, int[] weights) {
    CocoResults.Builder copies = CocoResults.builder("copies");
    CocoResults found = matching.results();
    for (int d = 0; d < found.size(); d++) {
      int image = matching.groundTruth().imageIndex(found.imageId(d));
      for (int copy = 0; copy < weights[image]; copy++) {
        copy(found, d, copyId(image, copy), copies);
      }
    }
    return copies.build();
  }

  private static void copy(CocoResults from, int d, long imageId, CocoResults.Builder to) {
    to.add(
        imageId,
        from.categoryId(d),
        from.box(d, 0),
        from.box(d, 1),
        from.box(d, 2),
        from.box(d, 3),
        from.score(d));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ap_isThatOfAFileMixedFromTwoDetectors(JsonNode golden) {
    CocoMatching first = EvaluationGoldens.matching(golden);
    CocoResults shifted = shifted(first.results());
    CocoMatching second = CocoMatching.of(first.groundTruth(), shifted, first.settings());
    int images = first.groundTruth().imageCount();
    int[] once = new int[images];
    Arrays.fill(once, 1);
    int[] weights = new int[2 * images];
    CocoResults.Builder mixed = CocoResults.builder("mixed");
    SplittableRandom random = new SplittableRandom(11);
    for (int image = 0; image < images; image++) {
      boolean isFirst = random.nextBoolean();
      weights[image + (isFirst ? 0 : images)] = 1;
      CocoResults from = isFirst ? first.results() : shifted;
      for (int d = 0; d < from.size(); d++) {
        if (from.imageId(d) == first.groundTruth().imageId(image)) {
          copy(from, d, from.imageId(d), mixed);
        }
      }
    }

    double expected =
        CocoEvaluator.evaluate(first.groundTruth(), mixed.build(), first.settings()).apAtMaxDets();

    assertThat(new WeightedAp(first, second).ap(once, weights)).isCloseTo(expected, offset(1e-12));
  }

  /** A worse detector: boxes are moved, every third detection is lost. */
  static CocoResults shifted(CocoResults results) {
    CocoResults.Builder shifted = CocoResults.builder("shifted");
    for (int d = 0; d < results.size(); d++) {
      if (d % 3 != 0) {
        shifted.add(
            results.imageId(d),
            results.categoryId(d),
            results.box(d, 0) + 0.2 * results.box(d, 2),
            results.box(d, 1),
            results.box(d, 2),
            results.box(d, 3),
            results.score(d));
      }
    }
    return shifted.build();
  }
}
