package io.github.sparsercnn.core.evaluation.analysis;

/** The kinds of errors of TIDE. A detection or object has one of them at most. */
public enum TideError {
  /** Right place, wrong category: IoU with an object of another category is 0.5 or more. */
  CLASSIFICATION,
  /** Right category, wrong place: IoU is between 0.1 and 0.5. */
  LOCALIZATION,
  /** Wrong category and wrong place. */
  BOTH,
  /** Right category and place, but a surer detection has the object. */
  DUPLICATE,
  /** Nothing is there: IoU with every object is 0.1 or less. */
  BACKGROUND,
  /** An object that no detection comes near enough to count as one of the errors above. */
  MISSED
}
