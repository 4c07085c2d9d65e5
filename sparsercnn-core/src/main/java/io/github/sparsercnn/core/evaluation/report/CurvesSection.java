package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.PrecisionRecallCurve;
import io.github.sparsercnn.core.html.Markup;
import java.util.ArrayList;
import java.util.List;

/** Precision-recall curves: over all categories, and of each. */
final class CurvesSection implements Section {
  /** More small plots than this are folded away. */
  private static final int MOST_UNFOLDED = 12;

  /** Places of IoU 0.50, 0.75 and 0.90 among COCO's thresholds. */
  private static final int[] IOUS = {0, 5, 8};

  private static final String[] NAMES = {"IoU 0.50", "IoU 0.75", "IoU 0.90"};

  private final Findings findings;
  private final List<Integer> categories = new ArrayList<>();

  CurvesSection(Findings findings) {
    this.findings = findings;
    for (int category = 0; category < findings.truth().categoryCount(); category++) {
      if (findings.objects(category) > 0) {
        categories.add(category);
      }
    }
  }

  @Override
  public String id() {
    return "curves";
  }

  @Override
  public String title() {
    return "Precision and recall";
  }

  @Override
  public void write(Markup page) {
    if (categories.isEmpty()) {
      page.element("p", "There is no object to find, so there is no curve.");
      return;
    }
    page.element(
        "p",
        "From left to right more and more objects are found, because less and less sure detections"
            + " are kept; the height is the share of them that is right. A good curve stays high and"
            + " falls late; where it ends, the remaining objects are not found at any score. The area"
            + " below a curve is the AP at its IoU.");
    Legend.write(page, NAMES);
    boolean isFolded = categories.size() > MOST_UNFOLDED;
    page.open("div", "class", "plots");
    writePlot(page, "All categories", mean());
    if (isFolded) {
      page.close("div");
      page.open("details");
      page.element("summary", "The curves of " + categories.size() + " categories");
      page.open("div", "class", "plots");
    }
    if (categories.size() > 1) {
      writeEach(page);
    }
    page.close("div");
    if (isFolded) {
      page.close("details");
    }
  }

  private void writeEach(Markup page) {
    for (int category : categories) {
      List<List<UnitPlot.Point>> curves = new ArrayList<>();
      for (int iou : IOUS) {
        curves.add(points(findings.report().curve(category, iou)));
      }
      writePlot(page, findings.category(category), curves);
    }
  }

  private static List<UnitPlot.Point> points(PrecisionRecallCurve curve) {
    return curve.points().stream()
        .map(point -> new UnitPlot.Point(point.recall(), point.precision()))
        .toList();
  }

  /** The mean precision of the categories at each recall. */
  private List<List<UnitPlot.Point>> mean() {
    List<List<UnitPlot.Point>> means = new ArrayList<>();
    for (int iou : IOUS) {
      List<List<UnitPlot.Point>> all = new ArrayList<>();
      for (int category : categories) {
        all.add(points(findings.report().curve(category, iou)));
      }
      List<UnitPlot.Point> mean = new ArrayList<>();
      for (int i = 0; i < all.get(0).size(); i++) {
        int at = i;
        mean.add(
            new UnitPlot.Point(
                all.get(0).get(i).x(),
                all.stream().mapToDouble(points -> points.get(at).y()).average().orElse(0)));
      }
      means.add(mean);
    }
    return means;
  }

  /** Up to the first recall that is not reached: the rest would lie on the axis. */
  private static List<UnitPlot.Point> reached(List<UnitPlot.Point> curve) {
    int end = 0;
    while (end < curve.size() && curve.get(end).y() > 0) {
      end++;
    }
    List<UnitPlot.Point> points = new ArrayList<>(curve.subList(0, end));
    if (end > 0 && end < curve.size()) {
      points.add(new UnitPlot.Point(curve.get(end - 1).x(), 0));
    }
    return points;
  }

  private static void writePlot(Markup page, String name, List<List<UnitPlot.Point>> curves) {
    page.open("figure");
    page.element("figcaption", name);
    StringBuilder description = new StringBuilder("Precision over recall of " + name + ".");
    for (int i = 0; i < curves.size(); i++) {
      double area = curves.get(i).stream().mapToDouble(UnitPlot.Point::y).average().orElse(0);
      description.append(Shown.format(" Area at %s: %s.", NAMES[i], Shown.figure(area)));
    }
    try (UnitPlot plot = new UnitPlot(page, description.toString(), "recall", "precision")) {
      for (int i = 0; i < curves.size(); i++) {
        plot.line(Legend.style(i), reached(curves.get(i)));
      }
    }
    page.close("figure");
  }
}
