package io.github.sparsercnn.examples.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints the figures of an evaluation as detectron2 does: a table of the whole, and one of the
 * categories.
 */
final class FigureTables {
  private static final String CATEGORY = "AP-";

  /** Categories in a row of the table. */
  private static final int PER_ROW = 3;

  private final PrintWriter out;

  FigureTables(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints them.
   *
   * @param figures by detectron2's names, such as {@code bbox/AP} or {@code bbox/AP-person}
   */
  void print(Map<String, Double> figures) {
    Map<String, Map<String, Double>> byTask = new LinkedHashMap<>();
    figures.forEach(
        (name, value) -> {
          int slash = name.lastIndexOf('/', indexOfFigure(name));
          byTask
              .computeIfAbsent(
                  slash < 0 ? "" : name.substring(0, slash), task -> new LinkedHashMap<>())
              .put(name.substring(slash + 1), value);
        });
    byTask.forEach(this::print);
    out.flush();
  }

  /** A category's name may hold slashes too. */
  private static int indexOfFigure(String name) {
    int category = name.indexOf("/" + CATEGORY);
    return category < 0 ? name.length() : category;
  }

  private void print(String task, Map<String, Double> figures) {
    Map<String, Double> whole = new LinkedHashMap<>();
    Map<String, Double> categories = new LinkedHashMap<>();
    figures.forEach(
        (name, value) -> {
          if (name.startsWith(CATEGORY)) {
            categories.put(name.substring(CATEGORY.length()), value);
          } else {
            whole.put(name, value);
          }
        });
    out.println("Evaluation results for " + task + ":");
    row(List.copyOf(whole.keySet()));
    row(whole.keySet().stream().map(name -> ":---:").toList());
    row(whole.values().stream().map(FigureTables::number).toList());
    if (!categories.isEmpty()) {
      out.println("Per-category " + task + " AP:");
      printCategories(categories);
    }
  }

  private void printCategories(Map<String, Double> categories) {
    int columns = Math.min(PER_ROW, categories.size());
    List<String> head = new ArrayList<>();
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      head.addAll(List.of("category", "AP"));
      rule.addAll(List.of(":---", ":---"));
    }
    row(head);
    row(rule);
    List<String> cells = new ArrayList<>();
    categories.forEach(
        (name, value) -> {
          cells.add(name);
          cells.add(number(value));
          if (cells.size() == 2 * columns) {
            row(cells);
            cells.clear();
          }
        });
    if (!cells.isEmpty()) {
      row(cells);
    }
  }

  private void row(List<String> cells) {
    out.println(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.3f", value);
  }
}
