package io.github.sparsercnn.core.evaluation;

/** The twelve COCO figures, in pycocotools' order. */
public enum CocoFigure {
  /**
   * Mean precision over IoU 0.50 to 0.95 at 100 detections. Like pycocotools it is -1 if 100 is not
   * among the limits; see {@link CocoReport#apAtMaxDets()}.
   */
  AP,
  /** Mean precision at IoU 0.50. */
  AP50,
  /** Mean precision at IoU 0.75. */
  AP75,
  /** AP of small objects. */
  AP_SMALL,
  /** AP of medium objects. */
  AP_MEDIUM,
  /** AP of large objects. */
  AP_LARGE,
  /** Mean recall over IoU 0.50 to 0.95 with the smallest limit of detections, usually 1. */
  AR_FIRST,
  /** Mean recall with the middle limit, usually 10. */
  AR_SECOND,
  /** Mean recall with the largest limit, usually 100. */
  AR_THIRD,
  /** Mean recall of small objects. */
  AR_SMALL,
  /** Mean recall of medium objects. */
  AR_MEDIUM,
  /** Mean recall of large objects. */
  AR_LARGE
}
