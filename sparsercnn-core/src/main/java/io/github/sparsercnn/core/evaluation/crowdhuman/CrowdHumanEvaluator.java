package io.github.sparsercnn.core.evaluation.crowdhuman;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import io.github.sparsercnn.core.evaluation.columnar.PairwiseMean;
import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * CrowdHuman's measure as the official tool computes it: bodies, matched at IoU 0.5.
 *
 * <p>After {@code crowdhuman_eval.py} of the official Sparse R-CNN, commit 0e5028d. Where that tool
 * stops with a Python error, this one goes on: pictures without people count as pictures, no
 * detections at all give AP 0, recall 0 and miss rate 1.
 */
public final class CrowdHumanEvaluator {
  /** False positives per image at which the miss rate is read. */
  private static final double[] RATES = {
    0.0100, 0.0178, 0.03160, 0.0562, 0.1000, 0.1778, 0.3162, 0.5623, 1.000
  };

  private static final CrowdHumanReport NOBODY = new CrowdHumanReport(-1, -1, -1);
  private static final CrowdHumanReport NOTHING_FOUND = new CrowdHumanReport(0, 1, 0);

  private final DoubleColumn scores = new DoubleColumn();
  private final LongColumn right = new LongColumn();
  private final int pictures;
  private final int people;

  private CrowdHumanEvaluator(CrowdHumanGroundTruth truth, CrowdHumanDetections found) {
    pictures = truth.pictures().size();
    people = truth.pictures().stream().mapToInt(CrowdHumanPicture::counted).sum();
    Set<String> known = new HashSet<>();
    for (CrowdHumanPicture picture : truth.pictures()) {
      known.add(picture.id());
      match(picture, found);
    }
    for (String id : found.ids()) {
      if (!known.contains(id)) {
        throw new DatasetException(
            "detections in picture " + id + ", which is not in the ground truth");
      }
    }
  }

  /**
   * Evaluates.
   *
   * @param truth the people
   * @param found the detections
   * @return the figures
   * @throws DatasetException if there are detections in an unknown picture, or neither file tells
   *     the size of a picture with detections
   */
  public static CrowdHumanReport evaluate(CrowdHumanGroundTruth truth, CrowdHumanDetections found) {
    return new CrowdHumanEvaluator(truth, found).report();
  }

  private void match(CrowdHumanPicture picture, CrowdHumanDetections found) {
    CrowdHumanDetections.Picture detections = found.get(picture.id());
    if (detections == null) {
      return;
    }
    int width = picture.width() > 0 ? picture.width() : detections.width();
    int height = picture.height() > 0 ? picture.height() : detections.height();
    if (width == 0 || height == 0) {
      throw new DatasetException(
          "picture "
              + picture.id()
              + " has no width and height, to which its boxes are clipped; add them to its line in"
              + " either file");
    }
    new CaltechMatcher(picture, detections, width, height)
        .match(
            (score, isRight) -> {
              scores.add(score);
              right.add(isRight ? 1 : 0);
            });
  }

  private CrowdHumanReport report() {
    int count = right.size();
    if (people == 0) {
      return NOBODY;
    }
    if (count == 0) {
      return NOTHING_FOUND;
    }
    int[] order = IntStream.range(0, count).toArray();
    new ScoreOrder(scores.toArray()).sort(order, 0, count);
    double[] recalls = new double[count];
    double[] precisions = new double[count];
    double[] falsePositivesPerImage = new double[count];
    double truePositives = 0;
    for (int i = 0; i < count; i++) {
      truePositives += right.get(order[i]);
      double falsePositives = i + 1 - truePositives;
      recalls[i] = truePositives / people;
      precisions[i] = truePositives / (i + 1);
      falsePositivesPerImage[i] = falsePositives / pictures;
    }
    return new CrowdHumanReport(
        areaUnder(recalls, precisions),
        logAverageMissRate(falsePositivesPerImage, recalls),
        recalls[count - 1]);
  }

  private static double areaUnder(double[] recalls, double[] precisions) {
    double area = 0;
    for (int i = 1; i < recalls.length; i++) {
      area += (recalls[i] - recalls[i - 1]) * ((precisions[i - 1] + precisions[i]) / 2);
    }
    return area;
  }

  /** A rate that is not reached is read at the last detection. */
  private static double logAverageMissRate(double[] falsePositivesPerImage, double[] recalls) {
    double[] logs = new double[RATES.length];
    int at = 0;
    for (int i = 0; i < RATES.length; i++) {
      while (at < recalls.length - 1 && falsePositivesPerImage[at] < RATES[i]) {
        at++;
      }
      logs[i] = Math.log(1 - recalls[at]);
    }
    return Math.exp(PairwiseMean.of(logs, logs.length));
  }
}
