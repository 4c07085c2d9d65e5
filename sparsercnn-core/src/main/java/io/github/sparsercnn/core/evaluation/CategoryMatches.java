package io.github.sparsercnn.core.evaluation;

import java.util.Arrays;

/**
 * What became of the detections of one category, over all images, for one area range. They are
 * numbered by falling score. Immutable, thread-safe.
 */
public final class CategoryMatches {
  private final Problem problem;
  private final Matches matches;
  private final int[] places;
  private final int category;
  private final int areaRange;

  CategoryMatches(Problem problem, Matches matches, int[] places, int category, int areaRange) {
    this.problem = problem;
    this.matches = matches;
    this.places = places;
    this.category = category;
    this.areaRange = areaRange;
  }

  /** {@return how many detections there are} */
  public int size() {
    return places.length;
  }

  /**
   * Which detection of the results this is.
   *
   * @param i from 0, by falling score
   * @return its number in {@link CocoResults}
   */
  public int detection(int i) {
    return problem.cells().detections()[places[i]];
  }

  /**
   * The score of a detection.
   *
   * @param i from 0, by falling score
   * @return its score
   */
  public double score(int i) {
    return problem.results().score(detection(i));
  }

  /**
   * The image of a detection.
   *
   * @param i from 0, by falling score
   * @return the image's number in {@link CocoGroundTruth}
   */
  public int image(int i) {
    return problem.imageOf(detection(i));
  }

  /**
   * At which IoU thresholds a detection is right.
   *
   * @param i from 0, by falling score
   * @return bit 0 for IoU 0.50 to bit 9 for 0.95
   */
  public int right(int i) {
    return matches.matched(areaRange, places[i]) & ~matches.ignored(areaRange, places[i]);
  }

  /**
   * At which IoU thresholds a detection is wrong. Where it is neither right nor wrong, it does not
   * count.
   *
   * @param i from 0, by falling score
   * @return bit 0 for IoU 0.50 to bit 9 for 0.95
   */
  public int wrong(int i) {
    return Matches.ALL
        & ~matches.matched(areaRange, places[i])
        & ~matches.ignored(areaRange, places[i]);
  }

  /**
   * The objects that count.
   *
   * @return their numbers in {@link CocoGroundTruth}, by rising image
   */
  public int[] objects() {
    Cells cells = problem.cells();
    AreaRange range = problem.settings().areaRanges().get(areaRange);
    int from = cells.annotationStart(cells.categoryStart(category));
    int to = cells.annotationStart(cells.categoryStart(category + 1));
    return Arrays.stream(cells.annotations(), from, to)
        .filter(annotation -> !problem.isIgnored(annotation, range))
        .toArray();
  }
}
