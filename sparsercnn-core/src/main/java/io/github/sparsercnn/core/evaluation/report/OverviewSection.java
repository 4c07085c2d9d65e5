package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.analysis.Interval;
import io.github.sparsercnn.core.html.Markup;
import java.util.List;

/** The figures that people ask for first, and what to fix first. */
final class OverviewSection implements Section {
  private static final double SCALE = 1000;

  private final Findings findings;

  OverviewSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "overview";
  }

  @Override
  public String title() {
    return "Overview";
  }

  @Override
  public void write(Markup page) {
    double ap = findings.report().apAtMaxDets();
    Interval interval = Shown.possible(findings.analysis().interval());
    page.open("div", "class", "hero");
    page.open("p", "class", "big");
    page.element("abbr", "AP", "title", "average precision").text(" ");
    page.element("strong", Shown.figure(ap));
    page.close("p");
    if (Shown.isMeasured(interval)) {
      drawInterval(page, ap, interval);
      page.element(
          "p",
          Shown.format(
              "%s interval %s: there AP would lie on as many other pictures of the same kind.",
              Shown.percent(interval.confidence()), Shown.interval(interval)));
    } else {
      page.element("p", "There is nothing to measure: no object is annotated.");
    }
    page.close("div");
    writeCards(page);
    List<String> fixes = new FirstFixes(findings).sentences();
    page.open("p", "class", "callout");
    page.element("strong", "What to fix first.").text(" " + fixes.get(0) + " ");
    page.element("a", "All that stands out", "href", "#errors");
    page.close("p");
  }

  private void writeCards(Markup page) {
    page.open("dl", "class", "cards");
    card(page, "AP50, found at all", Shown.figure(findings.report().figure(CocoFigure.AP50)));
    card(page, "AP75, found exactly", Shown.figure(findings.report().figure(CocoFigure.AP75)));
    card(
        page,
        "AR " + findings.maxDets() + ", findable",
        Shown.figure(findings.report().figure(CocoFigure.AR_THIRD)));
    card(page, "best threshold", findings.threshold());
    card(
        page,
        "F1 there",
        findings.analysis().threshold().map(p -> Shown.figure(p.f1())).orElse(Shown.NOTHING));
    card(page, "pictures", Shown.count(findings.truth().imageCount()));
    card(page, "objects", Shown.count(findings.objects()));
    card(page, "detections", Shown.count(findings.results().size()));
    page.close("dl");
  }

  private static void card(Markup page, String name, String value) {
    page.open("div");
    page.element("dt", name);
    page.element("dd", value);
    page.close("div");
  }

  /** A scale from 0 to 1 with the interval and the AP on it. */
  private static void drawInterval(Markup page, double ap, Interval interval) {
    page.open(
        "svg",
        "class",
        "interval",
        "xmlns",
        UnitPlot.SVG,
        "viewBox",
        "-8 0 1016 34",
        "role",
        "img",
        "aria-label",
        Shown.format(
            "AP %s, interval %s, on a scale from 0 to 1",
            Shown.figure(ap), Shown.interval(interval)));
    page.leaf(
        "rect", "class", "track", "x", "0", "y", "13", "width", "1000", "height", "8", "rx", "4");
    page.leaf(
        "rect",
        "class",
        "fill",
        "x",
        Shown.coordinate(SCALE * interval.low()),
        "y",
        "9",
        "width",
        Shown.coordinate(SCALE * (interval.high() - interval.low())),
        "height",
        "16",
        "rx",
        "4");
    page.leaf("circle", "class", "dot", "cx", Shown.coordinate(SCALE * ap), "cy", "17", "r", "9");
    page.close("svg");
  }
}
