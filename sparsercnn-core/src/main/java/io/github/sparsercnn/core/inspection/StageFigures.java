package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * What the numbers of a stage come to.
 *
 * @param stage its number, from 1
 * @param bestScore of all proposals
 * @param settled median over the proposals of the overlap (IoU) of the box before the stage with
 *     that after it: 1 where nothing moves
 * @param places share of the proposals whose box after the stage is not nearly that of another one
 *     before it: small where all look at the same place
 * @param attended median over proposals and heads of how many proposals the attention goes to (the
 *     exponential of its entropy): N where it is spread evenly
 * @param notFinite how many edges of the boxes and scores are NaN or infinite
 */
public record StageFigures(
    int stage, double bestScore, double settled, double places, double attended, long notFinite) {
  private static final float SAME_PLACE = 0.9f;

  /**
   * Computes them.
   *
   * @param stage of the head
   * @return the figures
   */
  public static StageFigures of(InspectedStage stage) {
    int n = stage.proposals();
    float[] overlaps = new float[n];
    float[] attended = new float[stage.heads() * n];
    for (int row = 0; row < attended.length; row++) {
      attended[row] = (float) spread(stage.attention(), row, n);
    }
    double bestScore = 0;
    for (int i = 0; i < n; i++) {
      overlaps[i] = overlap(stage.inBoxes(), stage.boxes(), i);
      bestScore = Math.max(bestScore, stage.bestScore(i));
    }
    return new StageFigures(
        stage.number(),
        bestScore,
        Spread.of(overlaps).median(),
        places(stage.boxes()),
        Spread.of(attended).median(),
        notFinite(stage.boxes()) + notFinite(stage.scores()));
  }

  private static long notFinite(float[] values) {
    long count = 0;
    for (float value : values) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  /** A box of many, limited to what a box may be: corners in order, finite. */
  static Box box(float[] boxes, int index) {
    float x1 = finite(boxes[4 * index]);
    float y1 = finite(boxes[4 * index + 1]);
    return new Box(
        x1,
        y1,
        Math.max(x1, finite(boxes[4 * index + 2])),
        Math.max(y1, finite(boxes[4 * index + 3])));
  }

  private static float finite(float edge) {
    return Float.isFinite(edge) ? edge : 0;
  }

  private static float overlap(float[] before, float[] after, int index) {
    return box(before, index).iou(box(after, index));
  }

  /** Share of the boxes that are not nearly one before them; empty ones are in no place. */
  static double places(float[] boxes) {
    List<Box> different = new ArrayList<>();
    int n = boxes.length / 4;
    for (int i = 0; i < n; i++) {
      Box box = box(boxes, i);
      if (box.area() > 0 && different.stream().noneMatch(other -> other.iou(box) > SAME_PLACE)) {
        different.add(box);
      }
    }
    return (double) different.size() / n;
  }

  /** To how many proposals a row of attention goes: the exponential of its entropy. */
  private static double spread(float[] attention, int row, int n) {
    double entropy = 0;
    for (int i = row * n; i < (row + 1) * n; i++) {
      entropy -= attention[i] > 0 ? attention[i] * Math.log(attention[i]) : 0;
    }
    return Math.exp(entropy);
  }
}
