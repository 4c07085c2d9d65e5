package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import io.github.sparsercnn.core.evaluation.analysis.Interval;
import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import io.github.sparsercnn.core.evaluation.analysis.TideError;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints an evaluation for people to read; a dash is what could not be measured. */
final class EvaluationListing {
  private static final String ALL_IOUS = "0.50:0.95";
  private static final int PERCENT = 100;

  private final PrintWriter out;

  EvaluationListing(PrintWriter out) {
    this.out = out;
  }

  void print(Evaluation evaluation) {
    CocoMatching matching = evaluation.matching();
    line(
        "%,d images, %,d annotations, %,d detections",
        matching.groundTruth().imageCount(),
        matching.groundTruth().annotationCount(),
        matching.results().size());
    printFigures(matching);
    printCategories(matching.report());
    evaluation.analysis().ifPresent(analysis -> printAnalysis(matching.report(), analysis));
    evaluation.rival().ifPresent(this::printComparison);
  }

  private void printFigures(CocoMatching matching) {
    CocoReport report = matching.report();
    List<Integer> maxDets = matching.settings().maxDets();
    int last = maxDets.get(maxDets.size() - 1);
    line("%n  %-6s  %-9s  %-7s  %7s  %7s", "figure", "IoU", "objects", "maxDets", "value");
    for (CocoFigure figure : CocoFigure.values()) {
      double value = report.figure(figure);
      switch (figure) {
        case AP -> {
          figure("AP", ALL_IOUS, "all", CocoReport.AP_LIMIT, value);
          if (!maxDets.contains(CocoReport.AP_LIMIT)) {
            figure("AP", ALL_IOUS, "all", last, report.apAtMaxDets());
          }
        }
        case AP50 -> figure("AP50", "0.50", "all", last, value);
        case AP75 -> figure("AP75", "0.75", "all", last, value);
        case AP_SMALL -> figure("APs", ALL_IOUS, "small", last, value);
        case AP_MEDIUM -> figure("APm", ALL_IOUS, "medium", last, value);
        case AP_LARGE -> figure("APl", ALL_IOUS, "large", last, value);
        case AR_FIRST -> figure("AR", ALL_IOUS, "all", maxDets.get(0), value);
        case AR_SECOND -> figure("AR", ALL_IOUS, "all", maxDets.get(1), value);
        case AR_THIRD -> figure("AR", ALL_IOUS, "all", last, value);
        case AR_SMALL -> figure("ARs", ALL_IOUS, "small", last, value);
        case AR_MEDIUM -> figure("ARm", ALL_IOUS, "medium", last, value);
        case AR_LARGE -> figure("ARl", ALL_IOUS, "large", last, value);
      }
    }
  }

  private void figure(String name, String iou, String objects, int maxDets, double value) {
    line("  %-6s  %-9s  %-7s  %7d  %7s", name, iou, objects, maxDets, show(value));
  }

  private void printCategories(CocoReport report) {
    int width = report.categories().stream().mapToInt(c -> c.name().length()).reduce(8, Math::max);
    String row = "  %-" + width + "s  %7s  %7s";
    line("%n" + row, "category", "AP", "AP50");
    for (int i = 0; i < report.categories().size(); i++) {
      line(
          row,
          report.categories().get(i).name(),
          show(report.categoryAp(i)),
          show(report.categoryAp50(i)));
    }
  }

  private void printAnalysis(CocoReport report, CocoAnalysis analysis) {
    line("%nAnalysis");
    line("  AP %s, %s", show(report.apAtMaxDets()), show(analysis.interval()));
    line(
        "  AP50 would gain without errors of %s",
        Arrays.stream(TideError.values())
            .map(
                error -> name(error) + " " + show(analysis.tide().costs().getOrDefault(error, 0.0)))
            .collect(Collectors.joining(", ")));
    printThreshold("all categories", analysis.threshold());
    for (int i = 0; i < report.categories().size(); i++) {
      printThreshold(report.categories().get(i).name(), analysis.categoryThresholds().get(i));
    }
    line(
        "  calibration: ECE %s, MCE %s",
        show(analysis.calibration().expectedError()), show(analysis.calibration().maximumError()));
  }

  private void printThreshold(String of, Optional<OperatingPoint> best) {
    String what =
        best.map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.4f (precision %.4f, recall %.4f, F1 %.4f)",
                        point.score(),
                        point.precision(),
                        point.recall(),
                        point.f1()))
            .orElse("none, no detection is right");
    line("  best threshold for %s: %s", of, what);
  }

  private void printComparison(Evaluation.Rival rival) {
    Comparison comparison = rival.comparison();
    line("%nCompared with %s", rival.source());
    line("  AP %s against %s", show(comparison.ap()), show(comparison.otherAp()));
    line("  difference %+.4f, %s", comparison.difference(), show(comparison.interval()));
    line("  p-value %.4f", comparison.pValue());
  }

  private static String name(TideError error) {
    return error.name().toLowerCase(Locale.ROOT);
  }

  private static String show(double figure) {
    return figure == -1 ? "-" : String.format(Locale.ROOT, "%.4f", figure);
  }

  private static String show(Interval interval) {
    if (interval.low() == -1 && interval.high() == -1) {
      return "nothing to measure";
    }
    return String.format(
        Locale.ROOT,
        "%.0f %% interval %.4f to %.4f",
        PERCENT * interval.confidence(),
        interval.low(),
        interval.high());
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
