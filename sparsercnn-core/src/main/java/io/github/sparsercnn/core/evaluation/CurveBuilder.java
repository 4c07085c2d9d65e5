package io.github.sparsercnn.core.evaluation;

/**
 * Draws the precision-recall curves of a category and area range: detections of all images by
 * falling score, counted up, read at 101 recalls from the envelope.
 *
 * <p>Precision only rises where a detection is right, so the envelope is kept at these places
 * alone; what is read from it is the same. Not thread-safe: it keeps its scratch space.
 */
final class CurveBuilder {
  /** numpy's {@code spacing(1)}. */
  private static final double EPSILON = Math.ulp(1.0);

  private final Problem problem;
  private final Matches matches;
  private final CategoryOrder order;
  private final PrecisionRecall table;
  private int[] places = new int[0];
  private int[] hits = new int[0];
  private double[] envelope = new double[0];

  CurveBuilder(Problem problem, Matches matches, CategoryOrder order, PrecisionRecall table) {
    this.problem = problem;
    this.matches = matches;
    this.order = order;
    this.table = table;
  }

  /** Fills the table for all limits and IoU thresholds. */
  void build(int category, int areaRange) {
    int positives = positives(category, areaRange);
    if (positives == 0) {
      return;
    }
    for (int limit = 0; limit < problem.settings().maxDets().size(); limit++) {
      int count = placesWithin(category, problem.settings().maxDets().get(limit));
      for (int iou = 0; iou < Thresholds.IOU_COUNT; iou++) {
        build(category, areaRange, limit, iou, count, positives);
      }
    }
  }

  private int positives(int category, int areaRange) {
    Cells cells = problem.cells();
    AreaRange range = problem.settings().areaRanges().get(areaRange);
    int from = cells.annotationStart(cells.categoryStart(category));
    int to = cells.annotationStart(cells.categoryStart(category + 1));
    int positives = 0;
    for (int i = from; i < to; i++) {
      if (!problem.isIgnored(cells.annotations()[i], range)) {
        positives++;
      }
    }
    return positives;
  }

  /** The detections that are among the first {@code limit} of their cell, by falling score. */
  private int placesWithin(int category, int limit) {
    int[] all = order.places(category);
    if (places.length < all.length) {
      places = new int[all.length];
      hits = new int[all.length];
      envelope = new double[all.length];
    }
    int count = 0;
    for (int place : all) {
      if (order.rank(place) < limit) {
        places[count++] = place;
      }
    }
    return count;
  }

  private void build(int category, int areaRange, int limit, int iou, int count, int positives) {
    int bit = 1 << iou;
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < count; i++) {
      if ((matches.ignored(areaRange, places[i]) & bit) != 0) {
        continue;
      }
      if ((matches.matched(areaRange, places[i]) & bit) == 0) {
        falsePositives++;
      } else {
        hits[truePositives++] = i;
        envelope[truePositives - 1] =
            truePositives / ((double) falsePositives + truePositives + EPSILON);
      }
    }
    for (int i = truePositives - 1; i > 0; i--) {
      envelope[i - 1] = Math.max(envelope[i - 1], envelope[i]);
    }
    table.setRecall(iou, category, areaRange, limit, (double) truePositives / positives);
    int hit = 0;
    for (int r = 0; r < Thresholds.RECALL_COUNT; r++) {
      while (hit < truePositives && (hit + 1) / (double) positives < Thresholds.recall(r)) {
        hit++;
      }
      boolean isReached = hit < truePositives;
      // Recall 0 is reached by the first detection, right or wrong.
      boolean isStart = r == 0 && count > 0;
      table.setPoint(
          iou,
          r,
          category,
          areaRange,
          limit,
          isReached ? envelope[hit] : 0,
          isStart ? score(0) : isReached ? score(hits[hit]) : 0);
    }
  }

  private double score(int i) {
    return problem.results().score(problem.cells().detections()[places[i]]);
  }
}
