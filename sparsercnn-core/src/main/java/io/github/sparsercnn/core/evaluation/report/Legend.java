package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;

/** Names the lines of a plot. */
final class Legend {
  /** The styles of the lines, in the order of their names: they differ in colour and dashes. */
  private static final String[] STYLES = {"curve first", "curve second", "curve third"};

  private Legend() {}

  /**
   * Writes the names.
   *
   * @param names of at most three lines
   */
  static void write(Markup page, String... names) {
    page.open("ul", "class", "legend");
    for (int i = 0; i < names.length; i++) {
      page.open("li");
      page.open(
          "svg",
          "class",
          "swatch",
          "xmlns",
          UnitPlot.SVG,
          "viewBox",
          "0 0 40 10",
          "aria-hidden",
          "true");
      page.leaf("path", "class", style(i), "d", "M1 5H39");
      page.close("svg");
      page.text(" " + names[i]).close("li");
    }
    page.close("ul");
  }

  static String style(int line) {
    return STYLES[line];
  }
}
