package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.Arrays;

/**
 * The detections of each category by falling score over all images, with their rank within their
 * image. Of equal scores the image with the smaller id comes first.
 */
final class CategoryOrder {
  private final Cells cells;
  private final double[] scores;
  private final int maxDets;
  private final int[] ranks;
  private final int[][] places;

  CategoryOrder(Problem problem, int categories) {
    cells = problem.cells();
    maxDets = problem.settings().maxDets().get(problem.settings().maxDets().size() - 1);
    ranks = new int[cells.detections().length];
    places = new int[categories][];
    scores = new double[cells.detections().length];
    for (int place = 0; place < scores.length; place++) {
      scores[place] = problem.results().score(cells.detections()[place]);
    }
  }

  /** Sorts one category, whose cells are sorted already. */
  void sort(int category) {
    int firstCell = cells.categoryStart(category);
    int endCell = cells.categoryStart(category + 1);
    int[] kept = new int[cells.detectionStart(endCell) - cells.detectionStart(firstCell)];
    int count = 0;
    for (int cell = firstCell; cell < endCell; cell++) {
      int start = cells.detectionStart(cell);
      int end = Math.min(cells.detectionStart(cell + 1), start + maxDets);
      for (int place = start; place < end; place++) {
        ranks[place] = place - start;
        kept[count++] = place;
      }
    }
    kept = Arrays.copyOf(kept, count);
    new ScoreOrder(scores).sort(kept, 0, count);
    places[category] = kept;
  }

  /** The places of a category's detections, by falling score; those beyond all limits left out. */
  int[] places(int category) {
    return places[category];
  }

  /** The rank of a detection within its image and category, from 0. */
  int rank(int place) {
    return ranks[place];
  }
}
