package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cases of the confusion matrix that are shown: a few per cell, mistakes before what is right,
 * frequent ones first. Immutable.
 */
final class ExampleCases {
  private static final int PER_MISTAKE = 4;
  private static final int PER_RIGHT_CELL = 2;
  private static final int MOST = 60;

  private final Map<Cell, List<Example>> cases;

  private ExampleCases(Map<Cell, List<Example>> cases) {
    this.cases = cases;
  }

  /**
   * A cell of the matrix.
   *
   * @param actual what is there
   * @param detected what was detected
   * @param count how often
   */
  record Cell(int actual, int detected, long count) {
    boolean isRight() {
      return actual == detected;
    }
  }

  /** The cells that are not empty, mistakes first, then by falling count. */
  static List<Cell> cells(ConfusionMatrix matrix) {
    List<Cell> cells = new ArrayList<>();
    for (int actual = 0; actual <= matrix.categories(); actual++) {
      for (int detected = 0; detected <= matrix.categories(); detected++) {
        if (matrix.count(actual, detected) > 0) {
          cells.add(new Cell(actual, detected, matrix.count(actual, detected)));
        }
      }
    }
    cells.sort(
        Comparator.comparing(Cell::isRight).thenComparing(cell -> -cell.count, Long::compare));
    return cells;
  }

  static ExampleCases choose(ConfusionMatrix matrix, CocoResults results) {
    Map<Cell, List<Example>> chosen = new LinkedHashMap<>();
    int left = MOST;
    for (Cell cell : cells(matrix)) {
      int wanted = Math.min(left, cell.isRight() ? PER_RIGHT_CELL : PER_MISTAKE);
      List<Example> examples =
          matrix.examples(cell.actual, cell.detected).stream()
              .sorted(Comparator.comparingDouble(example -> -score(example, results)))
              .limit(wanted)
              .toList();
      if (!examples.isEmpty()) {
        chosen.put(cell, examples);
        left -= examples.size();
      }
    }
    return new ExampleCases(chosen);
  }

  private static double score(Example example, CocoResults results) {
    return example.detection() < 0 ? 0 : results.score(example.detection());
  }

  /** By cell, in the order in which they are shown. */
  Map<Cell, List<Example>> byCell() {
    return cases;
  }

  /** All of them. */
  List<Example> all() {
    return cases.values().stream().flatMap(List::stream).toList();
  }

  /** The name of a cell's examples in links. */
  static String anchor(Cell cell) {
    return "case-" + cell.actual + "-" + cell.detected;
  }
}
