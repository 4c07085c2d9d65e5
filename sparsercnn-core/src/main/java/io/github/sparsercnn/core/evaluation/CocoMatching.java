package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.columnar.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What became of every detection: the step between the files and the figures, from which the
 * analysis starts. Detections that are beyond the largest limit of their image and category are
 * gone. Immutable, thread-safe.
 */
public final class CocoMatching {
  /** Cells are small; handing them out in blocks keeps the threads from queueing. */
  private static final int CELLS_PER_TASK = 256;

  private final Problem problem;
  private final Matches matches;
  private final CategoryOrder order;
  private final CocoReport report;

  private CocoMatching(Problem problem, Matches matches, CategoryOrder order, CocoReport report) {
    this.problem = problem;
    this.matches = matches;
    this.order = order;
    this.report = report;
  }

  /**
   * Reads two files, side by side, and matches them.
   *
   * @param annotations a COCO annotation file
   * @param results a COCO results file
   * @param settings limits, size classes, threads
   * @return what became of the detections
   * @throws io.github.sparsercnn.DatasetException if a file cannot be used, or the two do not
   *     belong together
   */
  public static CocoMatching read(Path annotations, Path results, CocoSettings settings) {
    CompletableFuture<CocoResults> reading =
        CompletableFuture.supplyAsync(() -> CocoResults.read(results));
    CocoGroundTruth groundTruth = CocoGroundTruth.read(annotations);
    return of(groundTruth, Workers.join(reading), settings);
  }

  /**
   * Matches detections with ground truth.
   *
   * @param groundTruth what is in the images
   * @param results what was detected
   * @param settings limits, size classes, threads
   * @return what became of the detections
   * @throws io.github.sparsercnn.DatasetException if the two do not belong together: a detection of
   *     an unknown image or category, an annotation of an unknown image or category, or annotation
   *     id 0; see {@link CocoSettings#pycocotools()}
   */
  public static CocoMatching of(
      CocoGroundTruth groundTruth, CocoResults results, CocoSettings settings) {
    Problem problem = new Problem(groundTruth, results, settings);
    Cells cells = problem.cells();
    int categories = groundTruth.categoryCount();
    int areaRanges = settings.areaRanges().size();
    Matches matches = new Matches(areaRanges, cells.detections().length);
    PrecisionRecall table = new PrecisionRecall(categories, areaRanges, settings.maxDets().size());
    CategoryOrder order;
    try (Workers workers = new Workers(settings.threads())) {
      workers.run(
          (cells.count() + CELLS_PER_TASK - 1) / CELLS_PER_TASK,
          () -> {
            CellMatcher matcher = new CellMatcher(problem, matches);
            return task -> {
              int end = Math.min(cells.count(), (task + 1) * CELLS_PER_TASK);
              for (int cell = task * CELLS_PER_TASK; cell < end; cell++) {
                matcher.match(cell);
              }
            };
          });
      CategoryOrder sorted = new CategoryOrder(problem, categories);
      workers.run(categories, () -> sorted::sort);
      workers.run(
          categories * areaRanges,
          () -> {
            CurveBuilder curves = new CurveBuilder(problem, matches, sorted, table);
            return task -> curves.build(task / areaRanges, task % areaRanges);
          });
      order = sorted;
    }
    List<CocoCategory> list =
        IntStream.range(0, categories)
            .mapToObj(k -> new CocoCategory(groundTruth.categoryId(k), groundTruth.categoryName(k)))
            .toList();
    return new CocoMatching(problem, matches, order, new CocoReport(settings, list, table));
  }

  /** {@return the figures} */
  public CocoReport report() {
    return report;
  }

  /** {@return what is in the images} */
  public CocoGroundTruth groundTruth() {
    return problem.truth();
  }

  /** {@return what was detected} */
  public CocoResults results() {
    return problem.results();
  }

  /** {@return limits, size classes, threads} */
  public CocoSettings settings() {
    return problem.settings();
  }

  /**
   * The detections of a category over all images, by falling score; of equal scores the image with
   * the smaller id comes first.
   *
   * @param category from 0, by rising id
   * @param range which objects count, one of {@link CocoSettings#areaRanges()}
   * @return what became of them
   * @throws IllegalArgumentException if the settings have no such range
   */
  public CategoryMatches category(int category, AreaRange range) {
    int areaRange = problem.settings().areaRanges().indexOf(range);
    if (areaRange < 0) {
      throw new IllegalArgumentException(
          "area range " + range + " is not among " + problem.settings().areaRanges());
    }
    return new CategoryMatches(problem, matches, order.places(category), category, areaRange);
  }

  /**
   * Whether an annotation never counts, whatever its area: a crowd, or one marked to be ignored if
   * the settings respect that.
   *
   * @param annotation from 0, in file order
   * @return whether it is ignored
   */
  public boolean isIgnored(int annotation) {
    return problem.isIgnored(annotation);
  }
}
