package io.github.sparsercnn.core.evaluation;

/**
 * What became of each detection, for each area range: one bit per IoU threshold. A detection is
 * named by its place in the cells.
 */
final class Matches {
  /** All thresholds at once. */
  static final int ALL = (1 << Thresholds.IOU_COUNT) - 1;

  private final int[][] matched;
  private final int[][] ignored;

  Matches(int areaRanges, int detections) {
    matched = new int[areaRanges][detections];
    ignored = new int[areaRanges][detections];
  }

  void set(int areaRange, int place, int matchedBits, int ignoredBits) {
    matched[areaRange][place] = matchedBits;
    ignored[areaRange][place] = ignoredBits;
  }

  /** The thresholds at which the detection has a partner, counted or not. */
  int matched(int areaRange, int place) {
    return matched[areaRange][place];
  }

  /** The thresholds at which the detection is neither right nor wrong. */
  int ignored(int areaRange, int place) {
    return ignored[areaRange][place];
  }
}
