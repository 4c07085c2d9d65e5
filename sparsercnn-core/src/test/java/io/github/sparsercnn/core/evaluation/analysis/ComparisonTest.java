package io.github.sparsercnn.core.evaluation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final ResamplingSettings SETTINGS =
      ResamplingSettings.builder().repetitions(300).seed(5).build();

  private final CocoMatching matching =
      EvaluationGoldens.matching(
          EvaluationGoldens.cases("coco_eval_cases.json").findFirst().orElseThrow());
  private final CocoMatching worse =
      CocoMatching.of(
          matching.groundTruth(), WeightedApTest.shifted(matching.results()), matching.settings());

  @Test
  void of_findsNoDifferenceBetweenADetectorAndItself() {
    Comparison comparison = Comparison.of(matching, matching, SETTINGS);

    assertThat(comparison.difference()).isZero();
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.interval()).isEqualTo(new Interval(0, 0, 0.95));
  }

  @Test
  void of_isSureOfALargeDifference() {
    Comparison comparison = Comparison.of(matching, worse, SETTINGS);

    assertThat(comparison.ap()).isCloseTo(matching.report().apAtMaxDets(), offset(1e-12));
    assertThat(comparison.otherAp()).isCloseTo(worse.report().apAtMaxDets(), offset(1e-12));
    assertThat(comparison.difference())
        .isBetween(comparison.interval().low(), comparison.interval().high());
    assertThat(comparison.interval().low()).isPositive();
    assertThat(comparison.pValue())
        .as("the least that 300 repetitions can show")
        .isEqualTo(1 / 301.0);
  }

  @Test
  void of_turnsTheSignWhenTheDetectorsAreExchanged() {
    Comparison comparison = Comparison.of(worse, matching, SETTINGS);

    assertThat(comparison.interval().high()).isNegative();
    assertThat(comparison.pValue()).isEqualTo(1 / 301.0);
  }

  @Test
  void of_dependsOnTheSeedAloneNotOnThreads() {
    CocoMatching alone =
        CocoMatching.of(
            matching.groundTruth(),
            matching.results(),
            matching.settings().toBuilder().threads(1).build());

    assertThat(Comparison.of(alone, worse, SETTINGS))
        .isEqualTo(Comparison.of(matching, worse, SETTINGS))
        .isNotEqualTo(
            Comparison.of(
                matching, worse, ResamplingSettings.builder().repetitions(300).seed(6).build()));
  }

  @Test
  void of_refusesDetectorsOnDifferentGroundTruth() {
    CocoMatching other =
        EvaluationGoldens.matching(
            EvaluationGoldens.cases("coco_eval_cases.json").skip(1).findFirst().orElseThrow());

    assertThatThrownBy(() -> Comparison.of(matching, other, SETTINGS))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("one ground truth only");
  }

  @Test
  void bootstrap_holdsTheFigureAndNarrowsWithLessConfidence() {
    Interval wide = ApBootstrap.interval(matching, SETTINGS);
    Interval narrow =
        ApBootstrap.interval(
            matching,
            ResamplingSettings.builder().repetitions(300).seed(5).confidence(0.5).build());

    assertThat(matching.report().apAtMaxDets()).isBetween(wide.low(), wide.high());
    assertThat(narrow.low()).isGreaterThan(wide.low());
    assertThat(narrow.high()).isLessThan(wide.high());
  }

  @Test
  void interval_isTheMiddleOfTheSampleMovedToTheEstimate() {
    double[] sample = {4, 1, 3, 2, 0};

    assertThat(Interval.around(2, sample, 0.75)).isEqualTo(new Interval(0.5, 3.5, 0.75));
    assertThat(Interval.around(1, sample, 0.75)).isEqualTo(new Interval(-0.5, 2.5, 0.75));
  }
}
