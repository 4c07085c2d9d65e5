package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CategoryMatches;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.List;
import java.util.stream.IntStream;

/** The detections that are right or wrong at IoU 0.5, by falling score. Immutable. */
final class ScoredDetections {
  private static final int IOU_50 = 1;

  private final double[] scores;
  private final long[] right;
  private final int[] order;

  private ScoredDetections(double[] scores, long[] right) {
    this.scores = scores;
    this.right = right;
    order = IntStream.range(0, scores.length).toArray();
    new ScoreOrder(scores).sort(order, 0, order.length);
  }

  static ScoredDetections of(List<CategoryMatches> categories) {
    DoubleColumn scores = new DoubleColumn();
    LongColumn right = new LongColumn();
    for (CategoryMatches matches : categories) {
      for (int i = 0; i < matches.size(); i++) {
        boolean isRight = (matches.right(i) & IOU_50) != 0;
        if (isRight || (matches.wrong(i) & IOU_50) != 0) {
          scores.add(matches.score(i));
          right.add(isRight ? 1 : 0);
        }
      }
    }
    return new ScoredDetections(scores.toArray(), right.toArray());
  }

  int size() {
    return order.length;
  }

  double score(int i) {
    return scores[order[i]];
  }

  boolean isRight(int i) {
    return right[order[i]] != 0;
  }
}
