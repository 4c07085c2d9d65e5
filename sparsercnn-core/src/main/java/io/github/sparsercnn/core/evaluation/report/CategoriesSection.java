package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import io.github.sparsercnn.core.html.Markup;
import java.util.Optional;

/** A row per category, with its best threshold. */
final class CategoriesSection implements Section {
  private final Findings findings;

  CategoriesSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "categories";
  }

  @Override
  public String title() {
    return "Categories";
  }

  @Override
  public void write(Markup page) {
    page.element(
        "p",
        "The best threshold is the score at which F1, the balance of precision and recall, is"
            + " highest: keep detections of this score or more. Precision is the share of kept"
            + " detections that are right, recall the share of objects that are found, both at"
            + " IoU 0.5.");
    page.element(
        "p",
        "The heads of the columns sort the table.",
        "class",
        "script-only",
        "hidden",
        "hidden");
    Tables.open(
        page,
        "Categories",
        "sortable",
        "Category",
        "Objects",
        "AP",
        "AP50",
        "Best threshold",
        "Precision",
        "Recall",
        "F1");
    for (int category = 0; category < findings.truth().categoryCount(); category++) {
      writeRow(
          page,
          findings.category(category),
          findings.objects(category),
          findings.report().categoryAp(category),
          findings.report().categoryAp50(category),
          findings.analysis().categoryThresholds().get(category));
    }
    Tables.close(page);
    findings
        .analysis()
        .threshold()
        .ifPresent(
            point ->
                page.element(
                    "p",
                    Shown.format(
                        "One threshold for all categories: %s, with precision %s, recall %s and"
                            + " F1 %s.",
                        Shown.figure(point.score()),
                        Shown.figure(point.precision()),
                        Shown.figure(point.recall()),
                        Shown.figure(point.f1()))));
  }

  private static void writeRow(
      Markup page,
      String name,
      int objects,
      double ap,
      double ap50,
      Optional<OperatingPoint> threshold) {
    page.open("tr");
    Tables.head(page, name);
    Tables.count(page, objects);
    Bars.cell(page, ap, 1);
    Bars.cell(page, ap50, 1);
    Tables.figure(page, threshold.map(OperatingPoint::score).orElse(-1.0));
    Tables.figure(page, threshold.map(OperatingPoint::precision).orElse(-1.0));
    Tables.figure(page, threshold.map(OperatingPoint::recall).orElse(-1.0));
    Tables.figure(page, threshold.map(OperatingPoint::f1).orElse(-1.0));
    page.close("tr");
  }
}
