package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CategoryMatches;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A threshold for the score, and what it gives: detections with this score or more are kept, and
 * are right from IoU 0.5.
 *
 * @param score the threshold
 * @param precision the share of kept detections that are right
 * @param recall the share of objects that are found
 * @param f1 the harmonic mean of the two
 */
public record OperatingPoint(double score, double precision, double recall, double f1) {
  /**
   * The threshold of the best F1 for one category. Of several equally good ones the highest.
   *
   * @param matching what became of the detections
   * @param category from 0, by rising id
   * @return the threshold, or nothing if no detection is right
   */
  public static Optional<OperatingPoint> best(CocoMatching matching, int category) {
    return best(List.of(matching.category(category, AreaRange.ALL)));
  }

  /**
   * The threshold of the best F1 for all categories together, each detection and object counting
   * the same.
   *
   * @param matching what became of the detections
   * @return the threshold, or nothing if no detection is right
   */
  public static Optional<OperatingPoint> best(CocoMatching matching) {
    return best(categories(matching));
  }

  /**
   * What thresholds give, all categories together, each detection and object counting the same.
   *
   * @param matching what became of the detections
   * @param steps how many steps there are from threshold 0 to threshold 1
   * @return a point per threshold, by rising score; precision is 1 where no detection is left,
   *     recall 0 where there is no object
   * @throws IllegalArgumentException if there is no step
   */
  public static List<OperatingPoint> curve(CocoMatching matching, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a curve needs at least 1 step, got " + steps);
    }
    List<CategoryMatches> categories = categories(matching);
    int objects = objects(categories);
    ScoredDetections detections = ScoredDetections.of(categories);
    List<OperatingPoint> points = new ArrayList<>();
    int kept = 0;
    int right = 0;
    for (int step = steps; step >= 0; step--) {
      double threshold = (double) step / steps;
      while (kept < detections.size() && detections.score(kept) >= threshold) {
        right += detections.isRight(kept) ? 1 : 0;
        kept++;
      }
      points.add(
          new OperatingPoint(
              threshold,
              kept == 0 ? 1 : (double) right / kept,
              objects == 0 ? 0 : (double) right / objects,
              kept + objects == 0 ? 0 : 2.0 * right / (kept + objects)));
    }
    Collections.reverse(points);
    return List.copyOf(points);
  }

  private static List<CategoryMatches> categories(CocoMatching matching) {
    return IntStream.range(0, matching.groundTruth().categoryCount())
        .mapToObj(category -> matching.category(category, AreaRange.ALL))
        .toList();
  }

  private static int objects(List<CategoryMatches> categories) {
    return categories.stream().mapToInt(matches -> matches.objects().length).sum();
  }

  private static Optional<OperatingPoint> best(List<CategoryMatches> categories) {
    int objects = objects(categories);
    ScoredDetections detections = ScoredDetections.of(categories);
    @Nullable OperatingPoint best = null;
    double bestF1 = 0;
    int right = 0;
    for (int i = 0; i < detections.size(); i++) {
      right += detections.isRight(i) ? 1 : 0;
      boolean isLastOfScore =
          i + 1 == detections.size() || detections.score(i + 1) < detections.score(i);
      double f1 = 2.0 * right / (i + 1 + objects);
      if (isLastOfScore && f1 > bestF1) {
        bestF1 = f1;
        best =
            new OperatingPoint(
                detections.score(i), right / (i + 1.0), (double) right / objects, f1);
      }
    }
    return Optional.ofNullable(best);
  }
}
