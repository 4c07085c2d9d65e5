package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CategoryMatches;
import io.github.sparsercnn.core.evaluation.CocoMatching;
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
    return best(
        IntStream.range(0, matching.groundTruth().categoryCount())
            .mapToObj(category -> matching.category(category, AreaRange.ALL))
            .toList());
  }

  private static Optional<OperatingPoint> best(List<CategoryMatches> categories) {
    int objects = categories.stream().mapToInt(matches -> matches.objects().length).sum();
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
