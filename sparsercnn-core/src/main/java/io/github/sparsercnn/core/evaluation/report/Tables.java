package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;

/** Tables that can be scrolled sideways with the keyboard where they are wider than the page. */
final class Tables {
  private Tables() {}

  /**
   * Starts a table and its body.
   *
   * @param caption what it shows
   * @param style {@code sortable}, {@code explained} if a row ends in prose, or an empty string
   * @param columns the heads of the columns; those after the first are of numbers, unless they
   *     start with {@code *}
   */
  static void open(Markup page, String caption, String style, String... columns) {
    page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    page.open("table", "class", style);
    page.element("caption", caption);
    page.open("thead").open("tr");
    for (int i = 0; i < columns.length; i++) {
      boolean isText = i == 0 || columns[i].startsWith("*");
      String name = columns[i].startsWith("*") ? columns[i].substring(1) : columns[i];
      page.element("th", name, "scope", "col", "class", isText ? "text" : "number");
    }
    page.close("tr").close("thead").open("tbody");
  }

  static void close(Markup page) {
    page.close("tbody").close("table").close("div");
  }

  /** Writes the head of a row. */
  static void head(Markup page, String name) {
    page.element("th", name, "scope", "row");
  }

  /** Writes a cell with a number. */
  static void number(Markup page, String shown, double value) {
    page.element("td", shown, "class", "number", "data-sort", Double.toString(value));
  }

  /** Writes a cell with prose. */
  static void prose(Markup page, String text) {
    page.element("td", text, "class", "prose");
  }

  static void figure(Markup page, double value) {
    number(page, Shown.figure(value), value);
  }

  static void count(Markup page, long value) {
    number(page, Shown.count(value), (double) value);
  }
}
