package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.PrecisionRecall.IndexRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an evaluation found. Figures are fractions from 0 to 1, or -1 where there was nothing to
 * measure, as in pycocotools. Immutable, thread-safe.
 */
public final class CocoReport {
  /** The limit of detections at which {@link CocoFigure#AP} is taken. */
  public static final int AP_LIMIT = 100;

  private static final int IOU_50 = 0;
  private static final int IOU_75 = 5;

  private final CocoSettings settings;
  private final List<CocoCategory> categories;
  private final PrecisionRecall table;
  private final Map<CocoFigure, Double> figures = new EnumMap<>(CocoFigure.class);

  CocoReport(CocoSettings settings, List<CocoCategory> categories, PrecisionRecall table) {
    this.settings = settings;
    this.categories = List.copyOf(categories);
    this.table = table;
    for (CocoFigure figure : CocoFigure.values()) {
      figures.put(figure, compute(figure));
    }
  }

  private double compute(CocoFigure figure) {
    IndexRange all = IndexRange.all(Thresholds.IOU_COUNT);
    int last = lastLimit();
    return switch (figure) {
      case AP -> precision(all, AreaRange.ALL, settings.maxDets().indexOf(AP_LIMIT));
      case AP50 -> precision(IndexRange.only(IOU_50), AreaRange.ALL, last);
      case AP75 -> precision(IndexRange.only(IOU_75), AreaRange.ALL, last);
      case AP_SMALL -> precision(all, AreaRange.SMALL, last);
      case AP_MEDIUM -> precision(all, AreaRange.MEDIUM, last);
      case AP_LARGE -> precision(all, AreaRange.LARGE, last);
      case AR_FIRST -> recall(AreaRange.ALL, 0);
      case AR_SECOND -> recall(AreaRange.ALL, 1);
      case AR_THIRD -> recall(AreaRange.ALL, last);
      case AR_SMALL -> recall(AreaRange.SMALL, last);
      case AR_MEDIUM -> recall(AreaRange.MEDIUM, last);
      case AR_LARGE -> recall(AreaRange.LARGE, last);
    };
  }

  private int lastLimit() {
    return settings.maxDets().size() - 1;
  }

  /** The place of a range by its name, as pycocotools finds it, or -1. */
  private int areaRange(AreaRange named) {
    return settings.areaRanges().stream().map(AreaRange::name).toList().indexOf(named.name());
  }

  private double precision(IndexRange ious, AreaRange named, int limit) {
    int areaRange = areaRange(named);
    return areaRange < 0 || limit < 0
        ? PrecisionRecall.ABSENT
        : table.meanPrecision(ious, IndexRange.all(categories.size()), areaRange, limit);
  }

  private double recall(AreaRange named, int limit) {
    int areaRange = areaRange(named);
    return areaRange < 0
        ? PrecisionRecall.ABSENT
        : table.meanRecall(IndexRange.all(categories.size()), areaRange, limit);
  }

  /** The twelve figures in the order of {@link CocoFigure}, bit for bit those of pycocotools. */
  public double[] stats() {
    return figures.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * One of the twelve figures.
   *
   * @param figure which
   * @return its value, or -1
   */
  public double figure(CocoFigure figure) {
    return Objects.requireNonNull(figures.get(figure), "figure");
  }

  /**
   * Mean precision over IoU 0.50 to 0.95 at the largest limit of detections, whatever it is. With
   * COCO's limits the same as {@link CocoFigure#AP}.
   */
  public double apAtMaxDets() {
    return precision(IndexRange.all(Thresholds.IOU_COUNT), AreaRange.ALL, lastLimit());
  }

  /** The categories by rising id. */
  public List<CocoCategory> categories() {
    return categories;
  }

  /**
   * The AP of one category at the largest limit of detections.
   *
   * @param category from 0, by rising id
   * @return its AP, or -1 if the ground truth has none of it
   */
  public double categoryAp(int category) {
    return categoryAp(IndexRange.all(Thresholds.IOU_COUNT), category);
  }

  /**
   * The AP50 of one category at the largest limit of detections.
   *
   * @param category from 0, by rising id
   * @return its precision at IoU 0.50, or -1 if the ground truth has none of it
   */
  public double categoryAp50(int category) {
    return categoryAp(IndexRange.only(IOU_50), category);
  }

  private double categoryAp(IndexRange ious, int category) {
    int areaRange = areaRange(AreaRange.ALL);
    return areaRange < 0
        ? PrecisionRecall.ABSENT
        : table.meanPrecision(ious, IndexRange.only(category), areaRange, lastLimit());
  }

  /**
   * The AP of a size class at the largest limit of detections.
   *
   * @param range one of {@link CocoSettings#areaRanges()}
   * @return its AP, or -1 if there is nothing to measure
   */
  public double ap(AreaRange range) {
    return precision(IndexRange.all(Thresholds.IOU_COUNT), range, lastLimit());
  }

  /**
   * The mean recall of a size class at the largest limit of detections.
   *
   * @param range one of {@link CocoSettings#areaRanges()}
   * @return its recall, or -1 if there is nothing to measure
   */
  public double ar(AreaRange range) {
    return recall(range, lastLimit());
  }

  /**
   * The precision-recall curve of a category, objects of all sizes, at the largest limit.
   *
   * @param category from 0, by rising id
   * @param iou from 0 for IoU 0.50 to 9 for 0.95
   * @return the curve, without points if there is nothing to measure
   */
  public PrecisionRecallCurve curve(int category, int iou) {
    List<PrecisionRecallCurve.Point> points = new ArrayList<>();
    int areaRange = areaRange(AreaRange.ALL);
    for (int r = 0; areaRange >= 0 && r < Thresholds.RECALL_COUNT; r++) {
      double precision = table.precision(iou, r, category, areaRange, lastLimit());
      if (precision > PrecisionRecall.ABSENT) {
        points.add(
            new PrecisionRecallCurve.Point(
                Thresholds.recall(r),
                precision,
                table.score(iou, r, category, areaRange, lastLimit())));
      }
    }
    return new PrecisionRecallCurve(Thresholds.iou(iou), points);
  }

  /** The settings that the figures were computed with. */
  public CocoSettings settings() {
    return settings;
  }

  /**
   * pycocotools' precision table.
   *
   * @return {@code [T, R, K, A, M]}: 10 IoU thresholds, 101 recall thresholds, categories, area
   *     ranges, limits of detections
   */
  public double[] precision() {
    return table.precision();
  }

  /**
   * pycocotools' recall table.
   *
   * @return {@code [T, K, A, M]}: 10 IoU thresholds, categories, area ranges, limits of detections
   */
  public double[] recall() {
    return table.recall();
  }

  /**
   * pycocotools' score table: the score at which each recall is reached.
   *
   * @return {@code [T, R, K, A, M]}, as {@link #precision()}
   */
  public double[] scores() {
    return table.scores();
  }
}
