package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.Arrays;

/**
 * Annotations and detections by image, all categories together: annotations in file order,
 * detections by falling score. What names an unknown image or category is left out. Immutable.
 */
final class PerImage {
  private final int[][] annotations;
  private final int[][] detections;

  private PerImage(int[][] annotations, int[][] detections) {
    this.annotations = annotations;
    this.detections = detections;
  }

  static PerImage of(CocoMatching matching) {
    CocoGroundTruth truth = matching.groundTruth();
    CocoResults results = matching.results();
    int images = truth.imageCount();
    int[] imageOfAnnotation = new int[truth.annotationCount()];
    for (int i = 0; i < imageOfAnnotation.length; i++) {
      imageOfAnnotation[i] = truth.category(i) < 0 ? -1 : truth.image(i);
    }
    int[] imageOfDetection = new int[results.size()];
    double[] scores = new double[results.size()];
    for (int i = 0; i < imageOfDetection.length; i++) {
      boolean isKnown = truth.categoryIndex(results.categoryId(i)) >= 0;
      imageOfDetection[i] = isKnown ? truth.imageIndex(results.imageId(i)) : -1;
      scores[i] = results.score(i);
    }
    PerImage grouped =
        new PerImage(group(imageOfAnnotation, images), group(imageOfDetection, images));
    ScoreOrder order = new ScoreOrder(scores);
    for (int[] list : grouped.detections) {
      order.sort(list, 0, list.length);
    }
    return grouped;
  }

  private static int[][] group(int[] images, int imageCount) {
    int[] counts = new int[imageCount];
    for (int image : images) {
      if (image >= 0) {
        counts[image]++;
      }
    }
    int[][] groups = new int[imageCount][];
    for (int image = 0; image < imageCount; image++) {
      groups[image] = new int[counts[image]];
    }
    Arrays.fill(counts, 0);
    for (int item = 0; item < images.length; item++) {
      if (images[item] >= 0) {
        groups[images[item]][counts[images[item]]++] = item;
      }
    }
    return groups;
  }

  int imageCount() {
    return annotations.length;
  }

  /** In file order; not to be changed. */
  int[] annotations(int image) {
    return annotations[image];
  }

  /** By falling score; not to be changed. */
  int[] detections(int image) {
    return detections[image];
  }
}
