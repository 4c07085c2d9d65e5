package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix.Example;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnDetection;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnObject;
import io.github.sparsercnn.core.evaluation.report.ExampleCases.Cell;
import io.github.sparsercnn.core.html.Markup;
import java.util.List;
import java.util.Map;

/** The examples of the confusion matrix: parts of pictures, each with its boxes. */
final class CasesList {
  private static final int LETTERS = 22;

  /** Where nothing is right, every detection is nearby. */
  private static final int MOST_NEARBY = 20;

  private final Findings findings;
  private final CocoGroundTruth truth;
  private final CocoResults results;

  CasesList(Findings findings) {
    this.findings = findings;
    truth = findings.truth();
    results = findings.results();
  }

  /** What a cell of the matrix says, in words. */
  static String name(Findings findings, Cell cell) {
    int nothing = findings.truth().categoryCount();
    String actual = findings.category(cell.actual());
    String detected = findings.category(cell.detected());
    if (cell.detected() == nothing) {
      return actual + " missed";
    }
    if (cell.actual() == nothing) {
      return detected + " where none is labelled";
    }
    return cell.isRight() ? actual + " found" : actual + " taken for " + detected;
  }

  void write(Markup page) {
    page.open("div", "class", "case-list");
    for (Map.Entry<Cell, List<Example>> cell : findings.cases().byCell().entrySet()) {
      writeCell(page, cell.getKey(), cell.getValue());
    }
    page.close("div");
  }

  private void writeCell(Markup page, Cell cell, List<Example> examples) {
    String anchor = ExampleCases.anchor(cell);
    String heading = anchor + "-heading";
    page.open("section", "class", "cases", "id", anchor, "aria-labelledby", heading);
    page.element("h3", name(findings, cell), "id", heading);
    page.open("p");
    page.text(Shown.count(cell.count(), "case", "cases"));
    if (cell.count() > examples.size()) {
      page.text(", " + examples.size() + " of them here");
    }
    page.text(". ");
    if (cell.actual() == truth.categoryCount()) {
      page.text("Thin lines are labelled objects nearby. ");
    } else if (cell.detected() == truth.categoryCount()) {
      page.text("Thin lines are detections nearby. ");
    }
    page.element("a", "Back to the matrix", "href", "#confusion").close("p");
    page.open("ul", "class", "thumbnails");
    for (Example example : examples) {
      page.open("li");
      writeExample(page, cell, example);
      page.close("li");
    }
    page.close("ul");
    page.close("section");
  }

  private void writeExample(Markup page, Cell cell, Example example) {
    PictureShelf.View view = findings.pictures().part(example);
    String words = words(cell, example);
    page.open("figure");
    page.open(
        "svg",
        "class",
        "picture",
        "xmlns",
        UnitPlot.SVG,
        "viewBox",
        view.region().viewBox(),
        "role",
        "img",
        "aria-label",
        name(findings, cell) + ", " + words);
    BoxDrawing drawing = new BoxDrawing(page, view.region(), LETTERS);
    drawing.ground(view, "part-" + example.annotation() + "-" + example.detection());
    if (example.annotation() >= 0) {
      drawObject(drawing, example.annotation(), cell.isRight() ? Mark.FOUND : Mark.MISSED);
    } else {
      drawObjectsNearby(drawing, example, view.region());
    }
    if (example.detection() >= 0) {
      drawDetection(drawing, example.detection(), mark(cell, example));
    } else {
      drawDetectionsNearby(drawing, example, view.region());
    }
    drawing.finish();
    page.close("svg");
    page.element("figcaption", words);
    page.close("figure");
  }

  private void drawObject(BoxDrawing drawing, int annotation, Mark mark) {
    Region box = PictureShelf.ofObject(truth, annotation);
    String label = findings.categoryOfObject(annotation);
    drawing.box(mark, box, "there: " + label);
    if (mark != Mark.NEARBY) {
      drawing.tag(mark, box, label);
    }
  }

  private void drawDetection(BoxDrawing drawing, int detection, Mark mark) {
    Region box = PictureShelf.ofDetection(results, detection);
    String label = findings.categoryOfDetection(detection) + " " + score(detection);
    drawing.box(mark, box, "detected: " + label);
    if (mark != Mark.NEARBY) {
      drawing.tag(mark, box, label);
    }
  }

  private void drawObjectsNearby(BoxDrawing drawing, Example example, Region region) {
    findings.verdict(example).objects().stream()
        .map(OnObject::annotation)
        .filter(annotation -> region.overlaps(PictureShelf.ofObject(truth, annotation)))
        .forEach(annotation -> drawObject(drawing, annotation, Mark.NEARBY));
  }

  private void drawDetectionsNearby(BoxDrawing drawing, Example example, Region region) {
    findings.verdict(example).detections().stream()
        .limit(MOST_NEARBY)
        .map(OnDetection::detection)
        .filter(detection -> region.overlaps(PictureShelf.ofDetection(results, detection)))
        .forEach(detection -> drawDetection(drawing, detection, Mark.NEARBY));
  }

  private Mark mark(Cell cell, Example example) {
    if (cell.isRight()) {
      return Mark.RIGHT;
    }
    return cell.actual() == truth.categoryCount() ? markOfNothing(example) : Mark.WRONG_CATEGORY;
  }

  /** Why nothing is paired with a detection. */
  private Mark markOfNothing(Example example) {
    Mark mark =
        findings.verdict(example).detections().stream()
            .filter(detection -> detection.detection() == example.detection())
            .map(Mark::of)
            .findFirst()
            .orElse(Mark.NOTHING_THERE);
    // The surer of two has the object there, the one that fits better has it in the matrix.
    return mark == Mark.RIGHT ? Mark.DOUBLE : mark;
  }

  private String score(int detection) {
    return Shown.format("%.2f", results.score(detection));
  }

  private String words(Cell cell, Example example) {
    String name = findings.imageName(truth.imageIndex(example.imageId()));
    if (example.detection() < 0) {
      return name;
    }
    String scored = name + ", score " + score(example.detection());
    return cell.actual() == truth.categoryCount()
        ? scored + ": " + markOfNothing(example).words()
        : scored;
  }
}
