package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.columnar.PairwiseMean;
import java.util.Arrays;

/**
 * pycocotools' tables: precision and score for each IoU threshold, recall threshold, category, area
 * range and limit of detections ({@code [T, R, K, A, M]}), and the recall reached ({@code [T, K, A,
 * M]}). -1 stands where a category has no object to find.
 */
final class PrecisionRecall {
  static final double ABSENT = -1;

  private final int categories;
  private final int areaRanges;
  private final int limits;
  private final double[] precision;
  private final double[] scores;
  private final double[] recall;

  PrecisionRecall(int categories, int areaRanges, int limits) {
    this.categories = categories;
    this.areaRanges = areaRanges;
    this.limits = limits;
    int curves = Thresholds.IOU_COUNT * categories * areaRanges * limits;
    precision = new double[curves * Thresholds.RECALL_COUNT];
    scores = new double[precision.length];
    recall = new double[curves];
    Arrays.fill(precision, ABSENT);
    Arrays.fill(scores, ABSENT);
    Arrays.fill(recall, ABSENT);
  }

  private int point(int iou, int recallThreshold, int category, int areaRange, int limit) {
    return (((iou * Thresholds.RECALL_COUNT + recallThreshold) * categories + category) * areaRanges
                + areaRange)
            * limits
        + limit;
  }

  private int curve(int iou, int category, int areaRange, int limit) {
    return ((iou * categories + category) * areaRanges + areaRange) * limits + limit;
  }

  void setPoint(
      int iou,
      int recallThreshold,
      int category,
      int areaRange,
      int limit,
      double precisionThere,
      double scoreThere) {
    int point = point(iou, recallThreshold, category, areaRange, limit);
    precision[point] = precisionThere;
    scores[point] = scoreThere;
  }

  void setRecall(int iou, int category, int areaRange, int limit, double value) {
    recall[curve(iou, category, areaRange, limit)] = value;
  }

  double precision(int iou, int recallThreshold, int category, int areaRange, int limit) {
    return precision[point(iou, recallThreshold, category, areaRange, limit)];
  }

  double score(int iou, int recallThreshold, int category, int areaRange, int limit) {
    return scores[point(iou, recallThreshold, category, areaRange, limit)];
  }

  double recall(int iou, int category, int areaRange, int limit) {
    return recall[curve(iou, category, areaRange, limit)];
  }

  double[] precision() {
    return precision.clone();
  }

  double[] scores() {
    return scores.clone();
  }

  double[] recall() {
    return recall.clone();
  }

  /** The mean precision over the thresholds and categories given, or -1 if there is nothing. */
  double meanPrecision(IndexRange ious, IndexRange ofCategories, int areaRange, int limit) {
    double[] values = new double[ious.count() * Thresholds.RECALL_COUNT * ofCategories.count()];
    int count = 0;
    for (int t = ious.from(); t < ious.to(); t++) {
      for (int r = 0; r < Thresholds.RECALL_COUNT; r++) {
        for (int k = ofCategories.from(); k < ofCategories.to(); k++) {
          double value = precision(t, r, k, areaRange, limit);
          if (value > ABSENT) {
            values[count++] = value;
          }
        }
      }
    }
    return count == 0 ? ABSENT : PairwiseMean.of(values, count);
  }

  /** The mean recall over all IoU thresholds and the categories given, or -1. */
  double meanRecall(IndexRange ofCategories, int areaRange, int limit) {
    double[] values = new double[Thresholds.IOU_COUNT * ofCategories.count()];
    int count = 0;
    for (int t = 0; t < Thresholds.IOU_COUNT; t++) {
      for (int k = ofCategories.from(); k < ofCategories.to(); k++) {
        double value = recall(t, k, areaRange, limit);
        if (value > ABSENT) {
          values[count++] = value;
        }
      }
    }
    return count == 0 ? ABSENT : PairwiseMean.of(values, count);
  }

  /** The indices from {@code from} to before {@code to}. */
  record IndexRange(int from, int to) {
    static IndexRange all(int count) {
      return new IndexRange(0, count);
    }

    static IndexRange only(int index) {
      return new IndexRange(index, index + 1);
    }

    int count() {
      return to - from;
    }
  }
}
