package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.ImageRow;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict;
import io.github.sparsercnn.core.html.Markup;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pictures with most errors: what is there and what was detected, side by side. */
final class PicturesSection implements Section {
  private static final int MOST_ROWS = 100;
  private static final int MOST_PROBLEMS = 3;

  private final Findings findings;

  PicturesSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "pictures";
  }

  @Override
  public String title() {
    return "Worst pictures";
  }

  @Override
  public void write(Markup page) {
    List<ImageVerdict> gallery = findings.gallery();
    writeProblems(page);
    if (findings.imagesByErrors().isEmpty()) {
      page.element(
          "p",
          findings.objects() == 0
              ? "There is nothing to find, so no picture is worse than another."
              : "No picture has an error.");
      return;
    }
    page.element(
        "p",
        (findings.hasThreshold()
                ? "Errors are missed objects and wrong detections from score "
                    + findings.threshold()
                    + " on, at IoU 0.5."
                : "Nothing is right, so the surest detections are drawn, whatever their score.")
            + " Look for what the pictures have in common, and for objects that nobody labelled.");
    writeLegend(page);
    page.open("div", "class", "gallery");
    page.leaf("input", "type", "checkbox", "id", "errors-only", "class", "errors-only");
    page.element("label", "Show errors only", "for", "errors-only");
    for (int i = 0; i < gallery.size(); i++) {
      new PicturePair(findings, gallery.get(i), i + 1).write(page);
    }
    page.close("div");
    writeTable(page);
  }

  private void writeProblems(Markup page) {
    List<String> problems = findings.pictures().problems();
    if (findings.contents().images().isEmpty()) {
      page.element(
          "p",
          "The folder of the pictures was not given, so boxes are drawn on blank ground.",
          "class",
          "note");
    } else if (!problems.isEmpty()) {
      page.open("div", "class", "note");
      page.element(
          "p",
          Shown.count(problems.size(), "picture has", "pictures have")
              + " a problem. Where a picture could not be read, its boxes are drawn on blank"
              + " ground; look whether the folder is right.");
      page.open("ul");
      problems.stream().limit(MOST_PROBLEMS).forEach(problem -> page.element("li", problem));
      if (problems.size() > MOST_PROBLEMS) {
        page.element("li", "and " + (problems.size() - MOST_PROBLEMS) + " more");
      }
      page.close("ul");
      page.close("div");
    }
  }

  private static void writeLegend(Markup page) {
    page.open("ul", "class", "legend marks");
    for (Mark mark : EnumSet.range(Mark.FOUND, Mark.WRONG_BOTH)) {
      page.open("li");
      Region view = new Region(0, 0, 44, 22);
      page.open(
          "svg",
          "class",
          "swatch picture",
          "xmlns",
          UnitPlot.SVG,
          "viewBox",
          view.viewBox(),
          "aria-hidden",
          "true");
      new BoxDrawing(page, view, 1).box(mark, new Region(3, 3, 38, 16), mark.words());
      page.close("svg");
      page.text(" ").element("span", mark.sign(), "class", "sign", "aria-hidden", "true");
      page.text(" " + mark.words()).close("li");
    }
    page.close("ul");
  }

  private void writeTable(Markup page) {
    List<ImageRow> rows = findings.imagesByErrors();
    Set<Long> shown = new HashSet<>();
    findings.gallery().forEach(verdict -> shown.add(findings.truth().imageId(verdict.image())));
    page.open("details");
    page.element(
        "summary",
        rows.size() > MOST_ROWS
            ? Shown.format("The %d pictures with most errors, as a table", MOST_ROWS)
            : "All pictures with errors, as a table");
    Tables.open(
        page,
        "Pictures with errors",
        "sortable",
        "Picture",
        "Objects",
        "Found",
        "Missed",
        "Wrong detections",
        "F1");
    rows.stream()
        .limit(MOST_ROWS)
        .forEach(
            row -> {
              String name = findings.imageName(findings.truth().imageIndex(row.imageId()));
              page.open("tr");
              page.open("th", "scope", "row");
              if (shown.contains(row.imageId())) {
                page.element("a", name, "href", "#" + PicturePair.anchor(row.imageId()));
              } else {
                page.text(name);
              }
              page.close("th");
              Tables.count(page, row.objects());
              Tables.count(page, row.right());
              Tables.count(page, row.missed());
              Tables.count(page, row.wrong());
              Tables.figure(page, row.f1());
              page.close("tr");
            });
    Tables.close(page);
    page.close("details");
  }
}
