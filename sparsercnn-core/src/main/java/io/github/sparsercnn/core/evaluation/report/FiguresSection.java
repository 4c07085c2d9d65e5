package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.analysis.Interval;
import io.github.sparsercnn.core.html.Markup;
import java.util.List;

/** The twelve figures of COCO, each with what it says. */
final class FiguresSection implements Section {
  private final Findings findings;

  FiguresSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "figures";
  }

  @Override
  public String title() {
    return "The twelve figures";
  }

  @Override
  public void write(Markup page) {
    CocoReport report = findings.report();
    List<Integer> limits = findings.matching().settings().maxDets();
    page.element(
        "p",
        "They are those of pycocotools, from 0 to 1. IoU says how well two boxes cover each other:"
            + " the area they share over the area they cover together. A dash is a figure for which"
            + " there was nothing to measure.");
    Tables.open(page, "The figures of COCO", "explained", "Figure", "Value", "*What it says");
    for (CocoFigure figure : CocoFigure.values()) {
      FigureText text = FigureText.of(figure, limits);
      row(page, text.name(), report.figure(figure), text.meaning());
      if (figure == CocoFigure.AP && !limits.contains(CocoReport.AP_LIMIT)) {
        row(
            page,
            "AP at " + findings.maxDets(),
            report.apAtMaxDets(),
            "AP at the largest limit of detections, which this report calls AP.");
      }
    }
    Tables.close(page);
    Interval interval = Shown.possible(findings.analysis().interval());
    if (Shown.isMeasured(interval)) {
      page.element(
          "p",
          Shown.format(
              "AP is %s, and its %s interval is %s (bootstrap over pictures). A change that is"
                  + " smaller than that may be luck; to compare two detectors on the same pictures,"
                  + " use --compare, which sees much smaller differences.",
              Shown.figure(report.apAtMaxDets()),
              Shown.percent(interval.confidence()),
              Shown.interval(interval)));
    }
  }

  private static void row(Markup page, String name, double value, String meaning) {
    page.open("tr");
    Tables.head(page, name);
    Bars.cell(page, value, 1);
    Tables.prose(page, meaning);
    page.close("tr");
  }
}
