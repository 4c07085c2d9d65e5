package io.github.sparsercnn.core.evaluation;

import java.nio.file.Path;

/**
 * COCO's box evaluation: the figures of pycocotools, bit for bit, for any number of threads.
 *
 * <p>After {@code cocoeval.py} of the COCO API, commit 8c9bcc3.
 */
public final class CocoEvaluator {
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
    return CocoMatching.read(annotations, results, settings).report();
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
    return CocoMatching.of(groundTruth, results, settings).report();
  }
}
