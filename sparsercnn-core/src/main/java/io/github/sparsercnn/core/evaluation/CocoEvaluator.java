package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.columnar.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * COCO's box evaluation: the figures of pycocotools, bit for bit, for any number of threads.
 *
 * <p>After {@code cocoeval.py} of the COCO API, commit 8c9bcc3.
 */
public final class CocoEvaluator {
  /** Cells are small; handing them out in blocks keeps the threads from queueing. */
  private static final int CELLS_PER_TASK = 256;

  private CocoEvaluator() {}

  /**
   * Evaluates with the settings of pycocotools.
   *
   * @param groundTruth what is in the images
   * @param results what was detected
   * @return the figures
   * @throws io.github.sparsercnn.DatasetException if the two do not belong together
   */
  public static CocoReport evaluate(CocoGroundTruth groundTruth, CocoResults results) {
    return evaluate(groundTruth, results, CocoSettings.defaults());
  }

  /**
   * Reads two files, side by side, and evaluates.
   *
   * @param annotations a COCO annotation file
   * @param results a COCO results file
   * @param settings limits, size classes, threads
   * @return the figures
   * @throws io.github.sparsercnn.DatasetException if a file cannot be used, or the two do not
   *     belong together
   */
  public static CocoReport evaluate(Path annotations, Path results, CocoSettings settings) {
    CompletableFuture<CocoResults> reading =
        CompletableFuture.supplyAsync(() -> CocoResults.read(results));
    CocoGroundTruth groundTruth = CocoGroundTruth.read(annotations);
    return evaluate(groundTruth, Workers.join(reading), settings);
  }

  /**
   * Evaluates.
   *
   * @param groundTruth what is in the images
   * @param results what was detected
   * @param settings limits, size classes, threads
   * @return the figures
   * @throws io.github.sparsercnn.DatasetException if the two do not belong together: a detection of
   *     an unknown image or category, an annotation of an unknown image or category, or annotation
   *     id 0; see {@link CocoSettings#pycocotools()}
   */
  public static CocoReport evaluate(
      CocoGroundTruth groundTruth, CocoResults results, CocoSettings settings) {
    Problem problem = new Problem(groundTruth, results, settings);
    Cells cells = problem.cells();
    int categories = groundTruth.categoryCount();
    int areaRanges = settings.areaRanges().size();
    Matches matches = new Matches(areaRanges, cells.detections().length);
    PrecisionRecall table = new PrecisionRecall(categories, areaRanges, settings.maxDets().size());
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
      CategoryOrder order = new CategoryOrder(problem, categories);
      workers.run(categories, () -> order::sort);
      workers.run(
          categories * areaRanges,
          () -> {
            CurveBuilder curves = new CurveBuilder(problem, matches, order, table);
            return task -> curves.build(task / areaRanges, task % areaRanges);
          });
    }
    List<CocoCategory> list =
        IntStream.range(0, categories)
            .mapToObj(k -> new CocoCategory(groundTruth.categoryId(k), groundTruth.categoryName(k)))
            .toList();
    return new CocoReport(settings, list, table);
  }
}
