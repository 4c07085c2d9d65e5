package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.analysis.Interval;
import io.github.sparsercnn.core.evaluation.analysis.TideError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rule of thumb about a healthy evaluation, held against the numbers.
 *
 * @param look where to look
 * @param rule how it looks in a healthy run
 * @param here how it looks in this one
 * @param isHealthy whether the rule holds
 * @param otherwise what it means if it does not
 */
record HealthCheck(String look, String rule, String here, boolean isHealthy, String otherwise) {
  private static final double FOUND = 0.05;
  private static final double FITTING = 0.6;
  private static final double RANKING_GAP = 0.25;
  private static final double DUPLICATES = 0.02;
  private static final double COSTLY = 0.05;
  private static final double HONEST = 0.1;
  private static final double SURE = 0.06;
  private static final int MOST_NAMES = 3;

  /** All rules; the findings must have an object to find. */
  static List<HealthCheck> all(Findings findings) {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(somethingIsFound(findings));
    checks.add(everyCategoryIsFound(findings));
    checks.add(boxesFit(findings));
    checks.add(rightOnesComeFirst(findings));
    checks.add(
        cost(
            findings,
            TideError.DUPLICATE,
            DUPLICATES,
            "The detector has not yet learned to find each object once: train longer. More stages"
                + " or proposals than before need more training, too."));
    checks.add(
        cost(
            findings,
            TideError.BACKGROUND,
            COSTLY,
            "Look at the worst pictures: are these things that nobody labelled? What is not"
                + " labelled keeps AP down however long you train."));
    checks.add(
        cost(
            findings,
            TideError.MISSED,
            COSTLY,
            "Objects are beyond reach: too small in the resized picture, unlike all training"
                + " pictures, or more than there are proposals."));
    checks.add(scoresAreHonest(findings));
    checks.add(limitIsHighEnough(findings));
    checks.add(thereAreEnoughPictures(findings));
    return checks;
  }

  private static HealthCheck somethingIsFound(Findings findings) {
    double ap50 = findings.report().figure(CocoFigure.AP50);
    return new HealthCheck(
        "Something is found",
        Shown.format("AP50 above %.2f", FOUND),
        Shown.figure(ap50),
        ap50 > FOUND,
        "Then it is rarely the training. Are category ids those of the annotations, boxes x, y,"
            + " width, height in pixels of the original picture, and the pictures the same?");
  }

  private static HealthCheck everyCategoryIsFound(Findings findings) {
    List<String> absent =
        IntStream.range(0, findings.truth().categoryCount())
            .filter(category -> findings.objects(category) > 0)
            .filter(category -> findings.report().categoryAp50(category) <= FOUND)
            .mapToObj(findings::category)
            .toList();
    String names = String.join(", ", absent.subList(0, Math.min(MOST_NAMES, absent.size())));
    int more = absent.size() - MOST_NAMES;
    return new HealthCheck(
        "Every category is found",
        Shown.format("AP50 above %.2f in each", FOUND),
        absent.isEmpty() ? "all are" : "not " + names + (more > 0 ? " and " + more + " more" : ""),
        absent.isEmpty(),
        "A name that is spelled differently, shifted category ids, or too few examples in the"
            + " training set.");
  }

  private static HealthCheck boxesFit(Findings findings) {
    double ap50 = findings.report().figure(CocoFigure.AP50);
    double ap75 = findings.report().figure(CocoFigure.AP75);
    double ratio = ap50 <= 0 ? 0 : ap75 / ap50;
    return new HealthCheck(
        "Boxes fit",
        Shown.format("AP75 is %.1f of AP50 or more", FITTING),
        Shown.format("%.2f", ratio),
        ratio >= FITTING,
        "Training is young, labels are not tight, or pictures are shrunk too much. In training AP50"
            + " rises first and AP75 follows.");
  }

  private static HealthCheck rightOnesComeFirst(Findings findings) {
    double gap = findings.report().figure(CocoFigure.AR_THIRD) - findings.report().apAtMaxDets();
    return new HealthCheck(
        "Right ones come first",
        Shown.format("AR %d is at most %.2f above AP", findings.maxDets(), RANKING_GAP),
        Shown.difference(gap),
        gap <= RANKING_GAP,
        "The boxes are there, but their scores rank them badly: look at mix-ups and duplicates, and"
            + " whether labels are complete.");
  }

  private static HealthCheck cost(
      Findings findings, TideError error, double limit, String otherwise) {
    double cost = ErrorsSection.cost(findings.analysis().tide(), error);
    return new HealthCheck(
        "Errors “" + ErrorText.of(error).name() + "”",
        Shown.format("cost at most %.2f", limit),
        Shown.figure(cost),
        cost <= limit,
        otherwise);
  }

  private static HealthCheck scoresAreHonest(Findings findings) {
    double gap = findings.analysis().calibration().expectedError();
    return new HealthCheck(
        "Scores are honest",
        Shown.format("mean gap at most %.1f", HONEST),
        Shown.figure(gap),
        gap <= HONEST,
        "AP does not suffer, thresholds do: take the best threshold of this page, not 0.5.");
  }

  private static HealthCheck limitIsHighEnough(Findings findings) {
    long beyond =
        findings.analysis().images().stream()
            .filter(row -> row.objects() > findings.maxDets())
            .count();
    return new HealthCheck(
        "The limit is high enough",
        "no picture has more than " + Shown.count(findings.maxDets(), "object", "objects"),
        beyond == 0 ? "none" : Shown.count(beyond, "picture", "pictures"),
        beyond == 0,
        "Detections beyond the limit do not count: raise --max-dets, and have more proposals than"
            + " objects.");
  }

  private static HealthCheck thereAreEnoughPictures(Findings findings) {
    Interval interval = Shown.possible(findings.analysis().interval());
    double width = interval.high() - interval.low();
    return new HealthCheck(
        "There are enough pictures",
        Shown.format("the interval of AP is at most %.2f wide", SURE),
        Shown.figure(width),
        width <= SURE,
        "AP moves by luck. Compare detectors on the same pictures (--compare), or measure on more.");
  }
}
