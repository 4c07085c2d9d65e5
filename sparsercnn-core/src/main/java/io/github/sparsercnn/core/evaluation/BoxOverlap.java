package io.github.sparsercnn.core.evaluation;

/**
 * The overlap of two boxes as {@code bbIou} of the COCO API computes it, operation by operation.
 */
public final class BoxOverlap {
  private BoxOverlap() {}

  /**
   * The overlap of a detection and an annotation.
   *
   * @param results the detections
   * @param detection which of them
   * @param truth the annotations
   * @param annotation which of them
   * @param overDetection whether to divide by the detection's area, as for crowds, instead of the
   *     union
   * @return intersection over union or over the detection, from 0 to 1
   */
  public static double of(
      CocoResults results,
      int detection,
      CocoGroundTruth truth,
      int annotation,
      boolean overDetection) {
    return of(results.boxes(), detection, truth.boxes(), annotation, overDetection);
  }

  /**
   * Intersection over union; over the detection's own area if the ground truth is a crowd.
   *
   * @param detected boxes, xywh
   * @param detection which of them
   * @param truth boxes, xywh
   * @param annotation which of them
   * @param crowd whether the annotation is a crowd
   */
  static double of(
      double[] detected, int detection, double[] truth, int annotation, boolean crowd) {
    int d = 4 * detection;
    int g = 4 * annotation;
    double width =
        Math.min(detected[d + 2] + detected[d], truth[g + 2] + truth[g])
            - Math.max(detected[d], truth[g]);
    if (width <= 0) {
      return 0;
    }
    double height =
        Math.min(detected[d + 3] + detected[d + 1], truth[g + 3] + truth[g + 1])
            - Math.max(detected[d + 1], truth[g + 1]);
    if (height <= 0) {
      return 0;
    }
    double intersection = width * height;
    double detectedArea = detected[d + 2] * detected[d + 3];
    double truthArea = truth[g + 2] * truth[g + 3];
    double union = crowd ? detectedArea : detectedArea + truthArea - intersection;
    return intersection / union;
  }
}
