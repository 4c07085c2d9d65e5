package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.Arrays;

/**
 * Detections and objects of an altered world, and the mean AP there. Of equal scores the one added
 * first comes first. Not thread-safe.
 */
final class TidePoints {
  private static final int RESOLUTION = 100;

  private final int[] objects;
  private final LongColumn categories = new LongColumn();
  private final DoubleColumn scores = new DoubleColumn();
  private final LongColumn right = new LongColumn();

  /**
   * Makes a world without detections.
   *
   * @param objects how many objects there are of each category
   */
  TidePoints(int[] objects) {
    this.objects = objects;
  }

  void add(int category, double score, boolean isRight) {
    categories.add(category);
    scores.add(score);
    right.add(isRight ? 1 : 0);
  }

  /** The mean over categories that have detections or objects; 0 if there is none. */
  double meanAp() {
    int[][] byCategory = byCategory();
    ScoreOrder order = new ScoreOrder(scores.toArray());
    double sum = 0;
    int count = 0;
    for (int category = 0; category < objects.length; category++) {
      int[] points = byCategory[category];
      if (points.length > 0 || objects[category] > 0) {
        order.sort(points, 0, points.length);
        sum += ap(points, objects[category]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private int[][] byCategory() {
    int[] counts = new int[objects.length];
    for (int i = 0; i < categories.size(); i++) {
      counts[(int) categories.get(i)]++;
    }
    int[][] lists = new int[objects.length][];
    for (int category = 0; category < lists.length; category++) {
      lists[category] = new int[counts[category]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < categories.size(); i++) {
      int category = (int) categories.get(i);
      lists[category][counts[category]++] = i;
    }
    return lists;
  }

  private double ap(int[] points, int objectCount) {
    if (objectCount == 0) {
      return 0;
    }
    double[] recalls = new double[points.length];
    double[] precisions = new double[points.length];
    int found = 0;
    for (int i = 0; i < points.length; i++) {
      found += (int) right.get(points[i]);
      recalls[i] = (double) found / objectCount;
      precisions[i] = found / (i + 1.0);
    }
    for (int i = points.length - 1; i > 0; i--) {
      precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
    }
    double sum = 0;
    int at = 0;
    for (int bar = 0; bar <= RESOLUTION; bar++) {
      while (at < points.length && recalls[at] < (double) bar / RESOLUTION) {
        at++;
      }
      sum += at < points.length ? precisions[at] : 0;
    }
    return sum / (RESOLUTION + 1);
  }
}
