package io.github.sparsercnn.core.inspection;

/**
 * What one stage of the head looked at, and what it said. N is the number of proposals, K that of
 * the classes. The arrays are not copied.
 *
 * @param number of the stage, from 1
 * @param inBoxes {@code [N, 4] xyxy} in pixels of the resized picture: where it looked; not limited
 *     to the picture
 * @param boxes {@code [N, 4] xyxy}: where it moved them
 * @param scores {@code [N, K]} from 0 to 1, background left out
 * @param attention {@code [heads, N, N]}: what share each proposal (row) took from each other one
 *     (column); a row sums to 1
 * @param pooled {@code [N, bins, bins, channels]}: what it pooled from the boxes
 * @param bins pooled cells along each side of a box
 * @param levels {@code [N]}: the level that each box was pooled from, 3 for p3
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record InspectedStage(
    int number,
    float[] inBoxes,
    float[] boxes,
    float[] scores,
    float[] attention,
    float[] pooled,
    int bins,
    int[] levels) {

  /** {@return the number of proposals} */
  public int proposals() {
    return levels.length;
  }

  /** {@return the number of classes} */
  public int classes() {
    return scores.length / proposals();
  }

  /** {@return values per pooled cell} */
  public int channels() {
    return pooled.length / (proposals() * bins * bins);
  }

  /** {@return the number of attention heads} */
  public int heads() {
    return attention.length / (proposals() * proposals());
  }

  /** {@return {@code [N, N]}: the mean of {@link #attention} over the heads} */
  public float[] meanAttention() {
    float[] mean = new float[proposals() * proposals()];
    for (int i = 0; i < attention.length; i++) {
      mean[i % mean.length] += attention[i] / heads();
    }
    return mean;
  }

  /**
   * The class that a proposal most looks like.
   *
   * @param proposal from 0
   * @return its class id
   */
  public int bestClass(int proposal) {
    int classes = classes();
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = scores[proposal * classes + i] > scores[proposal * classes + best] ? i : best;
    }
    return best;
  }

  /**
   * The score of {@link #bestClass}.
   *
   * @param proposal from 0
   * @return from 0 to 1
   */
  public float bestScore(int proposal) {
    return scores[proposal * classes() + bestClass(proposal)];
  }
}
