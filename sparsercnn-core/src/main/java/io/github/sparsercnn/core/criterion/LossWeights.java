package io.github.sparsercnn.core.criterion;

/**
 * How much each part counts, in matching costs and in losses alike.
 *
 * @param classWeight {@code MODEL.SparseRCNN.CLASS_WEIGHT}
 * @param l1Weight {@code MODEL.SparseRCNN.L1_WEIGHT}
 * @param giouWeight {@code MODEL.SparseRCNN.GIOU_WEIGHT}
 */
public record LossWeights(double classWeight, double l1Weight, double giouWeight) {
  /** The official weights: 2, 5 and 2. */
  public static final LossWeights OFFICIAL = new LossWeights(2, 5, 2);

  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or all are zero
   */
  public LossWeights {
    double sum = classWeight + l1Weight + giouWeight;
    if (!(classWeight >= 0 && l1Weight >= 0 && giouWeight >= 0 && sum > 0)
        || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "CLASS_WEIGHT "
              + classWeight
              + ", L1_WEIGHT "
              + l1Weight
              + " and GIOU_WEIGHT "
              + giouWeight
              + " must be finite and not negative, and one of them positive");
    }
  }
}
