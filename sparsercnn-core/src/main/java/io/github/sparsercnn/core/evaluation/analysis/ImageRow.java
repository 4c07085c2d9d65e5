package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CategoryMatches;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.List;

/**
 * How well the objects of one image are found, at a threshold of the score and IoU 0.5.
 *
 * @param imageId its id
 * @param fileName its file, empty if unknown
 * @param objects how many objects count
 * @param right how many detections are right, which is how many objects are found
 * @param wrong how many detections are wrong
 */
public record ImageRow(long imageId, String fileName, int objects, int right, int wrong) {
  private static final int IOU_50 = 1;

  /** {@return how many objects are missed} */
  public int missed() {
    return objects - right;
  }

  /** {@return how many errors there are: missed objects and wrong detections} */
  public int errors() {
    return missed() + wrong;
  }

  /** {@return the harmonic mean of precision and recall; 1 if there is nothing and none found} */
  public double f1() {
    int all = objects + right + wrong;
    return all == 0 ? 1 : 2.0 * right / all;
  }

  /**
   * The table of all images.
   *
   * @param matching what became of the detections
   * @param threshold detections with this score or more count
   * @return a row per image, by rising id
   */
  public static List<ImageRow> table(CocoMatching matching, double threshold) {
    CocoGroundTruth truth = matching.groundTruth();
    int[] objects = new int[truth.imageCount()];
    int[] right = new int[truth.imageCount()];
    int[] wrong = new int[truth.imageCount()];
    for (int category = 0; category < truth.categoryCount(); category++) {
      CategoryMatches matches = matching.category(category, AreaRange.ALL);
      for (int annotation : matches.objects()) {
        objects[truth.image(annotation)]++;
      }
      for (int i = 0; i < matches.size() && matches.score(i) >= threshold; i++) {
        right[matches.image(i)] += matches.right(i) & IOU_50;
        wrong[matches.image(i)] += matches.wrong(i) & IOU_50;
      }
    }
    List<ImageRow> rows = new ArrayList<>();
    for (int image = 0; image < objects.length; image++) {
      rows.add(
          new ImageRow(
              truth.imageId(image),
              truth.fileName(image),
              objects[image],
              right[image],
              wrong[image]));
    }
    return List.copyOf(rows);
  }
}
