package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.Calibration;
import io.github.sparsercnn.core.evaluation.analysis.Calibration.Bin;
import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import io.github.sparsercnn.core.html.Markup;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Where to put the threshold, and whether scores can be read as probabilities. */
final class ScoresSection implements Section {
  private static final int STEPS = 100;

  /** The table of thresholds has every tenth of them. */
  private static final int TABLE_STEP = 10;

  /** Scores that are off by less than this on average are called honest. */
  private static final double HONEST = 0.05;

  private final Findings findings;

  ScoresSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "scores";
  }

  @Override
  public String title() {
    return "Scores and thresholds";
  }

  @Override
  public void write(Markup page) {
    if (findings.results().size() == 0) {
      page.element("p", "There are no detections, so there is nothing to threshold.");
      return;
    }
    page.open("div", "class", "halves");
    page.open("div");
    page.element("h3", "Where to put the threshold");
    writeThresholds(page);
    page.close("div");
    page.open("div");
    page.element("h3", "Can scores be read as probabilities?");
    writeCalibration(page);
    page.close("div");
    page.close("div");
  }

  private void writeThresholds(Markup page) {
    page.element(
        "p",
        findings.hasThreshold()
            ? "A higher threshold keeps fewer detections: more of them are right, fewer objects are"
                + " found. The balance is best at "
                + findings.threshold()
                + ". Move it up if false alarms hurt more than misses, down if misses do."
            : "No detection is right, so no threshold is better than another.");
    List<OperatingPoint> curve = OperatingPoint.curve(findings.matching(), STEPS);
    page.open("figure", "class", "one");
    page.element("figcaption", "What thresholds give, all categories together");
    String description =
        findings
            .analysis()
            .threshold()
            .map(
                point ->
                    Shown.format(
                        "Precision, recall and F1 over the threshold. At %s: precision %s, recall"
                            + " %s, F1 %s.",
                        Shown.figure(point.score()),
                        Shown.figure(point.precision()),
                        Shown.figure(point.recall()),
                        Shown.figure(point.f1())))
            .orElse("Precision, recall and F1 over the threshold.");
    try (UnitPlot plot = new UnitPlot(page, description, "threshold", "share")) {
      plot.line(Legend.style(0), points(curve, OperatingPoint::precision));
      plot.line(Legend.style(1), points(curve, OperatingPoint::recall));
      plot.line(Legend.style(2), points(curve, OperatingPoint::f1));
      findings
          .analysis()
          .threshold()
          .filter(point -> point.score() >= 0 && point.score() <= 1)
          .ifPresent(
              point ->
                  plot.dot(
                      new UnitPlot.Point(point.score(), point.f1()),
                      "best F1 " + Shown.figure(point.f1()) + " at " + findings.threshold()));
    }
    Legend.write(page, "precision", "recall", "F1, its best with a dot");
    page.close("figure");
    page.open("details");
    page.element("summary", "The same as a table");
    Tables.open(page, "What thresholds give", "", "Threshold", "Precision", "Recall", "F1");
    for (int i = 0; i < curve.size(); i += TABLE_STEP) {
      OperatingPoint point = curve.get(i);
      page.open("tr");
      Tables.head(page, Shown.format("%.1f", point.score()));
      Tables.figure(page, point.precision());
      Tables.figure(page, point.recall());
      Tables.figure(page, point.f1());
      page.close("tr");
    }
    Tables.close(page);
    page.close("details");
  }

  private static List<UnitPlot.Point> points(
      List<OperatingPoint> curve, ToDoubleFunction<OperatingPoint> value) {
    return curve.stream()
        .map(point -> new UnitPlot.Point(point.score(), value.applyAsDouble(point)))
        .toList();
  }

  private void writeCalibration(Markup page) {
    Calibration calibration = findings.analysis().calibration();
    page.element("p", verdict(calibration));
    page.open("figure", "class", "one");
    page.element("figcaption", "How often detections of a score are right");
    try (UnitPlot plot =
        new UnitPlot(
            page,
            Shown.format(
                "Share of right detections per range of scores; mean gap to the diagonal %s.",
                Shown.figure(calibration.expectedError())),
            "score",
            "share that is right")) {
      for (Bin bin : calibration.bins()) {
        if (bin.count() > 0) {
          plot.bar("column", bin.from(), bin.to(), bin.precision(), range(bin) + ": " + shown(bin));
        }
      }
      plot.line("diagonal", List.of(new UnitPlot.Point(0, 0), new UnitPlot.Point(1, 1)));
    }
    page.close("figure");
    page.open("details");
    page.element("summary", "The same as a table");
    Tables.open(
        page, "Calibration", "", "Scores", "Detections", "Mean score", "Share that is right");
    for (Bin bin : calibration.bins()) {
      page.open("tr");
      Tables.head(page, range(bin));
      Tables.count(page, bin.count());
      Tables.figure(page, bin.count() == 0 ? -1 : bin.meanScore());
      Tables.figure(page, bin.count() == 0 ? -1 : bin.precision());
      page.close("tr");
    }
    Tables.close(page);
    page.close("details");
  }

  private static String range(Bin bin) {
    return Shown.format("%.1f to %.1f", bin.from(), bin.to());
  }

  private static String shown(Bin bin) {
    return Shown.count(bin.count(), "detection", "detections")
        + ", "
        + Shown.percent(bin.precision())
        + " right";
  }

  private static String verdict(Calibration calibration) {
    long count = calibration.bins().stream().mapToLong(Bin::count).sum();
    double scores = calibration.bins().stream().mapToDouble(b -> b.count() * b.meanScore()).sum();
    double right = calibration.bins().stream().mapToDouble(b -> b.count() * b.precision()).sum();
    double bias = count == 0 ? 0 : (scores - right) / count;
    String judgement = "Scores are about as high as they should be on the whole.";
    if (bias > HONEST) {
      judgement = "Scores are too high: the detector is surer than it should be.";
    } else if (bias < -HONEST) {
      judgement = "Scores are too low: the detector is right more often than it says.";
    }
    return Shown.format(
        "Honest scores lie on the diagonal: of detections with score 0.8, 80 %% are right. The mean"
            + " gap (ECE) is %s, the largest (MCE) %s. %s AP does not mind, because only the order of"
            + " scores counts for it; thresholds do.",
        Shown.figure(calibration.expectedError()),
        Shown.figure(calibration.maximumError()),
        judgement);
  }
}
