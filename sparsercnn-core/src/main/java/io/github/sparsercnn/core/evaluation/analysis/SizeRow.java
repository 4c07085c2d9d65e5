package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well objects of one size class are found.
 *
 * @param range the size class
 * @param objects how many objects there are
 * @param ap their average precision, or -1
 * @param ar their mean recall, or -1
 */
public record SizeRow(AreaRange range, int objects, double ap, double ar) {
  /**
   * The table of all size classes.
   *
   * @param matching what became of the detections
   * @return a row per area range of the settings
   */
  public static List<SizeRow> table(CocoMatching matching) {
    return matching.settings().areaRanges().stream().map(range -> row(matching, range)).toList();
  }

  private static SizeRow row(CocoMatching matching, AreaRange range) {
    int objects =
        IntStream.range(0, matching.groundTruth().categoryCount())
            .map(category -> matching.category(category, range).objects().length)
            .sum();
    return new SizeRow(range, objects, matching.report().ap(range), matching.report().ar(range));
  }
}
