package io.github.sparsercnn.core.evaluation;

import java.util.List;

/**
 * A precision-recall curve as COCO reads it: at recall 0, 0.01 to 1. Immutable.
 *
 * @param iou the IoU from which a detection is right
 * @param points 101 points by rising recall, or none if there is no object to find
 */
public record PrecisionRecallCurve(double iou, List<Point> points) {
  /** Copies the list. */
  public PrecisionRecallCurve {
    points = List.copyOf(points);
  }

  /**
   * A point of the curve.
   *
   * @param recall the share of objects found
   * @param precision the best precision at this recall or more, 0 if it is not reached
   * @param score the score down to which detections are kept to reach the recall, 0 if it is not
   *     reached
   */
  public record Point(double recall, double precision, double score) {}
}
