package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnDetection;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnObject;
import io.github.sparsercnn.core.html.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One picture twice: with the objects that are there, and with the detections. */
final class PicturePair {
  private static final int LETTERS = 48;

  /** More boxes than this hide the picture; the surest are drawn. */
  private static final int MOST_DETECTIONS = 300;

  /** Where nothing is right, the surest few tell enough. */
  private static final int MOST_WITHOUT_THRESHOLD = 20;

  private final Findings findings;
  private final CocoGroundTruth truth;
  private final CocoResults results;
  private final ImageVerdict verdict;
  private final List<OnDetection> detections;
  private final int rank;
  private final String anchor;

  PicturePair(Findings findings, ImageVerdict verdict, int rank) {
    this.findings = findings;
    this.verdict = verdict;
    this.rank = rank;
    truth = findings.truth();
    results = findings.results();
    detections =
        verdict.detections().stream()
            .limit(findings.hasThreshold() ? MOST_DETECTIONS : MOST_WITHOUT_THRESHOLD)
            .toList();
    anchor = anchor(truth.imageId(verdict.image()));
  }

  /** The name of a picture in links. */
  static String anchor(long imageId) {
    return "picture-" + imageId;
  }

  void write(Markup page) {
    PictureShelf.View view = findings.pictures().whole(verdict.image());
    page.open("article", "class", "pair", "id", anchor, "aria-labelledby", anchor + "-heading");
    page.element(
        "h3", rank + ". " + findings.imageName(verdict.image()), "id", anchor + "-heading");
    page.element("p", summary());
    page.open("div", "class", "panels");
    openPanel(page, view, "What is there", there());
    BoxDrawing truthDrawing = new BoxDrawing(page, view.region(), LETTERS);
    truthDrawing.ground(view, anchor + "-pixels");
    verdict.objects().stream()
        .sorted(Comparator.comparing(object -> Mark.of(object).isMistake()))
        .forEach(object -> draw(truthDrawing, object));
    truthDrawing.finish();
    closePanel(page);
    openPanel(page, view, "What was detected", detected());
    BoxDrawing drawing = new BoxDrawing(page, view.region(), LETTERS);
    if (view.dataUri().isPresent()) {
      // The pixels are in the page once.
      page.leaf("use", "href", "#" + anchor + "-pixels");
    } else {
      drawing.ground(view, anchor + "-blank");
    }
    detections.stream()
        .sorted(Comparator.comparing(detection -> Mark.of(detection).isMistake()))
        .forEach(detection -> draw(drawing, detection));
    drawing.finish();
    closePanel(page);
    page.close("div");
    writeList(page);
    page.close("article");
  }

  private static void openPanel(
      Markup page, PictureShelf.View view, String caption, String description) {
    page.open("figure");
    page.element("figcaption", caption);
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
        caption + ": " + description);
  }

  private static void closePanel(Markup page) {
    page.close("svg");
    page.close("figure");
  }

  private String there() {
    return Shown.count(verdict.counting(), "object", "objects")
        + ", "
        + verdict.missed()
        + " of them missed";
  }

  private String detected() {
    return Shown.count(verdict.detections().size(), "detection", "detections")
        + ", "
        + verdict.wrong()
        + " of them wrong";
  }

  private String summary() {
    String left =
        detections.size() < verdict.detections().size()
            ? " The " + detections.size() + " surest are drawn."
            : "";
    return there() + "; " + detected() + "." + left;
  }

  private void draw(BoxDrawing drawing, OnObject object) {
    Mark mark = Mark.of(object);
    Region box = PictureShelf.ofObject(truth, object.annotation());
    String category = findings.categoryOfObject(object.annotation());
    drawing.box(mark, box, category + ": " + mark.words());
    if (mark.isMistake()) {
      drawing.tag(mark, box, category);
    }
  }

  private void draw(BoxDrawing drawing, OnDetection detection) {
    Mark mark = Mark.of(detection);
    Region box = PictureShelf.ofDetection(results, detection.detection());
    String label = label(detection);
    drawing.box(mark, box, label + ": " + mark.words());
    if (mark.isMistake()) {
      drawing.tag(mark, box, label);
    }
  }

  private String label(OnDetection detection) {
    return Shown.format(
        "%s %.2f",
        findings.categoryOfDetection(detection.detection()), results.score(detection.detection()));
  }

  private void writeList(Markup page) {
    List<String> errors = new ArrayList<>();
    for (OnObject object : verdict.objects()) {
      if (object.isMissed()) {
        errors.add(
            "missed: "
                + findings.categoryOfObject(object.annotation())
                + place(PictureShelf.ofObject(truth, object.annotation())));
      }
    }
    for (OnDetection detection : detections) {
      if (detection.isWrong()) {
        errors.add(
            Mark.of(detection).words()
                + ": "
                + label(detection)
                + place(PictureShelf.ofDetection(results, detection.detection()))
                + about(detection));
      }
    }
    page.open("details");
    page.element("summary", "The errors as a list");
    page.open("ul");
    errors.forEach(error -> page.element("li", error));
    page.close("ul");
    page.close("details");
  }

  private static String place(Region box) {
    return Shown.format(
        " at %.0f, %.0f, size %.0f × %.0f", box.x(), box.y(), box.width(), box.height());
  }

  private String about(OnDetection detection) {
    return detection.annotation() < 0
        ? ""
        : Shown.format(
            "; IoU %.2f with %s",
            detection.overlap(), findings.categoryOfObject(detection.annotation()));
  }
}
