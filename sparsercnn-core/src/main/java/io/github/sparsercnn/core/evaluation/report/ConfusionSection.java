package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix;
import io.github.sparsercnn.core.evaluation.report.ExampleCases.Cell;
import io.github.sparsercnn.core.html.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is taken for what, with examples to look at. */
final class ConfusionSection implements Section {
  /** Larger matrices cannot be read; then only the categories with most mistakes are shown. */
  private static final int MOST_CATEGORIES = 20;

  private static final int MOST_MIX_UPS = 10;

  /** From here on the heads of the columns stand upright. */
  private static final int NARROW = 8;

  private static final int SHADES = 9;

  private final Findings findings;
  private final ConfusionMatrix matrix;
  private final List<Integer> shown;

  ConfusionSection(Findings findings) {
    this.findings = findings;
    matrix = findings.analysis().confusion();
    shown = chooseCategories();
  }

  @Override
  public String id() {
    return "confusion";
  }

  @Override
  public String title() {
    return "What is taken for what";
  }

  private boolean isAll() {
    return shown.size() == matrix.categories() + 1;
  }

  /** The categories in the matrix by rising number; "nothing" is the last. */
  private List<Integer> chooseCategories() {
    List<Integer> all = new ArrayList<>(IntStream.range(0, matrix.categories()).boxed().toList());
    if (all.size() > MOST_CATEGORIES) {
      Map<Integer, Long> mistakes = new HashMap<>();
      for (int category : all) {
        mistakes.put(category, mistakes(category));
      }
      all.sort(Comparator.comparingLong(category -> -mistakes.getOrDefault(category, 0L)));
      all = new ArrayList<>(all.subList(0, MOST_CATEGORIES));
      all.sort(Comparator.naturalOrder());
    }
    all.add(matrix.categories());
    return List.copyOf(all);
  }

  private long mistakes(int category) {
    return IntStream.rangeClosed(0, matrix.categories())
        .filter(other -> other != category)
        .mapToLong(other -> matrix.count(category, other) + matrix.count(other, category))
        .sum();
  }

  @Override
  public void write(Markup page) {
    page.element(
        "p",
        (findings.hasThreshold()
                ? "Detections from score " + findings.threshold() + " on"
                : "No detection is right, so none is shown: detections")
            + " and objects are paired whatever their category, the largest overlap first, from IoU"
            + " 0.5. A row is what is there, a column what was detected; the shade is the share of"
            + " the row. The last column is missed objects, the last row detections of nothing,"
            + " which includes second detections of an object. Numbers lead to examples.");
    if (!isAll()) {
      page.element(
          "p",
          Shown.format(
              "Of %s categories the matrix shows the %d with most mistakes.",
              Shown.count(matrix.categories()), shown.size() - 1));
    }
    writeMatrix(page);
    writeMixUps(page);
    new CasesList(findings).write(page);
  }

  private void writeMatrix(Markup page) {
    page.open(
        "div",
        "class",
        "scroll",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-label",
        "Confusion matrix");
    page.open("table", "class", shown.size() > NARROW ? "matrix upright" : "matrix");
    page.element("caption", "Rows: what is there. Columns: what was detected.");
    page.open("thead").open("tr");
    page.element("th", "there ↓ detected →", "scope", "col", "class", "text");
    for (int detected : shown) {
      page.open("th", "scope", "col", "class", "number");
      page.element(
          "span", detected == matrix.categories() ? "missed" : findings.category(detected));
      page.close("th");
    }
    page.close("tr").close("thead").open("tbody");
    for (int actual : shown) {
      writeRow(page, actual);
    }
    Tables.close(page);
  }

  private void writeRow(Markup page, int actual) {
    long sum =
        IntStream.rangeClosed(0, matrix.categories())
            .mapToLong(detected -> matrix.count(actual, detected))
            .sum();
    page.open("tr");
    Tables.head(page, findings.category(actual));
    for (int detected : shown) {
      long count = matrix.count(actual, detected);
      Cell cell = new Cell(actual, detected, count);
      long shade = sum == 0 ? 0 : Math.round(Math.ceil((double) SHADES * count / sum));
      String kind = cell.isRight() ? "good" : "bad";
      page.open("td", "class", "number " + kind + " shade-" + shade);
      if (findings.cases().byCell().containsKey(cell)) {
        page.element(
            "a",
            Shown.count(count),
            "href",
            "#" + ExampleCases.anchor(cell),
            "aria-label",
            Shown.count(count) + ": " + CasesList.name(findings, cell) + ", examples");
      } else {
        page.text(count == 0 ? "" : Shown.count(count));
      }
      page.close("td");
    }
    page.close("tr");
  }

  private void writeMixUps(Markup page) {
    List<Cell> mixUps =
        ExampleCases.cells(matrix).stream()
            .filter(cell -> !cell.isRight())
            .filter(cell -> Math.max(cell.actual(), cell.detected()) < matrix.categories())
            .limit(MOST_MIX_UPS)
            .toList();
    if (isAll() || mixUps.isEmpty()) {
      return;
    }
    page.element("h3", "The most frequent mix-ups");
    page.open("ul");
    for (Cell cell : mixUps) {
      page.open("li");
      String words =
          CasesList.name(findings, cell) + ", " + Shown.count(cell.count(), "time", "times");
      if (findings.cases().byCell().containsKey(cell)) {
        page.element("a", words, "href", "#" + ExampleCases.anchor(cell));
      } else {
        page.text(words);
      }
      page.close("li");
    }
    page.close("ul");
  }
}
