package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;

/** Bars in tables: beside a number that says the same, so they are hidden from screen readers. */
final class Bars {
  private static final double LENGTH = 100;
  private static final String HEIGHT = "8";

  private Bars() {}

  /**
   * Writes a cell with a number and its bar.
   *
   * @param value from 0 to {@code max}, or -1 if there is nothing to show
   */
  static void cell(Markup page, double value, double max) {
    cell(page, Shown.figure(value), value, max);
  }

  /** Writes a cell with a text and a bar. */
  static void cell(Markup page, String text, double value, double max) {
    page.open("td", "class", "number barred", "data-sort", Double.toString(value));
    page.element("span", text);
    if (Shown.isMeasured(value)) {
      bar(page, max > 0 ? value / max : 0);
    }
    page.close("td");
  }

  private static void bar(Markup page, double share) {
    String length = Shown.coordinate(LENGTH * Math.max(0, Math.min(1, share)));
    page.open(
        "svg",
        "class",
        "bar",
        "viewBox",
        "0 0 100 8",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true",
        "xmlns",
        UnitPlot.SVG);
    page.leaf("rect", "class", "track", "width", "100", "height", HEIGHT);
    page.leaf("rect", "class", "fill", "width", length, "height", HEIGHT);
    page.close("svg");
  }
}
