package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CategoryMatches;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The AP of a data set in which every image occurs a given number of times. Detections are sorted
 * and matched once; an image that occurs twice counts twice, which gives the same AP as a file that
 * holds it twice, but for the order of equal scores. Immutable, thread-safe.
 *
 * <p>It can hold the detections of several detectors, each with weights of its own.
 */
final class WeightedAp {

  private final List<WeightedCategory> categories = new ArrayList<>();

  /**
   * Prepares the detections of one or more detectors on the same ground truth.
   *
   * @param detectors what became of their detections
   */
  WeightedAp(CocoMatching... detectors) {
    CocoGroundTruth truth = detectors[0].groundTruth();
    for (int category = 0; category < truth.categoryCount(); category++) {
      int k = category;
      List<CategoryMatches> matches =
          Arrays.stream(detectors).map(matching -> matching.category(k, AreaRange.ALL)).toList();
      int[] images = Arrays.stream(matches.get(0).objects()).map(truth::image).toArray();
      if (images.length > 0) {
        categories.add(new WeightedCategory(matches, truth.imageCount(), images));
      }
    }
  }

  /**
   * The AP over IoU 0.50 to 0.95.
   *
   * @param imageWeights how often each image occurs
   * @param detectionWeights how often the detections count: those of the first detector image by
   *     image, then those of the second, and so on
   * @return the AP, or -1 if there is no object
   */
  double ap(int[] imageWeights, int[] detectionWeights) {
    double sum = 0;
    int count = 0;
    for (WeightedCategory category : categories) {
      int objects = category.objects(imageWeights);
      if (objects > 0) {
        sum += category.ap(objects, detectionWeights);
        count++;
      }
    }
    return count == 0 ? -1 : sum / count;
  }
}
