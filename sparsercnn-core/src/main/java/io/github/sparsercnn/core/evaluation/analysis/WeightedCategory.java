package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CategoryMatches;
import java.util.Arrays;
import java.util.List;

/**
 * The detections of one category by falling score, of one or more detectors, and the AP for given
 * weights. Immutable, thread-safe.
 */
final class WeightedCategory {
  private static final int IOU_COUNT = 10;
  private static final int ALWAYS = (1 << IOU_COUNT) - 1;
  private static final int RECALL_COUNT = 101;
  private static final double EPSILON = Math.ulp(1.0);

  /** Per object: its image. */
  private final int[] images;

  /** Per detection: the place of its weight. */
  private final int[] slots;

  /** Per detection: bits of the IoU thresholds at which it is right. */
  private final int[] right;

  /** Per detection: bits of the IoU thresholds at which it is wrong. */
  private final int[] wrong;

  /** How many detections are right at some threshold. */
  private final int candidates;

  /**
   * Merges the detections of all detectors by falling score, then rising image.
   *
   * @param detectors what became of their detections of this category
   * @param imageCount how many images there are; the second detector's weights begin there
   * @param images the image of each object
   */
  WeightedCategory(List<CategoryMatches> detectors, int imageCount, int[] images) {
    this.images = images;
    int size = detectors.stream().mapToInt(CategoryMatches::size).sum();
    slots = new int[size];
    right = new int[size];
    wrong = new int[size];
    int[] next = new int[detectors.size()];
    for (int i = 0; i < size; i++) {
      int detector = surest(detectors, next);
      CategoryMatches matches = detectors.get(detector);
      slots[i] = detector * imageCount + matches.image(next[detector]);
      right[i] = matches.right(next[detector]);
      wrong[i] = matches.wrong(next[detector]);
      next[detector]++;
    }
    candidates = (int) Arrays.stream(right).filter(bits -> bits != 0).count();
  }

  /** Which detector is next: that of the highest score, then of the smallest image. */
  private static int surest(List<CategoryMatches> detectors, int[] next) {
    int surest = -1;
    for (int i = 0; i < detectors.size(); i++) {
      CategoryMatches matches = detectors.get(i);
      if (next[i] < matches.size()
          && (surest < 0 || isBefore(matches, next[i], detectors.get(surest), next[surest]))) {
        surest = i;
      }
    }
    return surest;
  }

  private static boolean isBefore(CategoryMatches a, int i, CategoryMatches b, int j) {
    return a.score(i) > b.score(j) || (a.score(i) == b.score(j) && a.image(i) < b.image(j));
  }

  /** How many objects there are if each image occurs a given number of times. */
  int objects(int[] imageWeights) {
    int objects = 0;
    for (int image : images) {
      objects += imageWeights[image];
    }
    return objects;
  }

  /** The AP over all IoU thresholds; {@code objects} is at least 1. */
  double ap(int objects, int[] detectionWeights) {
    Curve[] curves = new Curve[IOU_COUNT];
    for (int iou = 0; iou < IOU_COUNT; iou++) {
      curves[iou] = new Curve(candidates);
    }
    // Most detections are wrong whatever the threshold: they are counted once for all.
    int alwaysWrong = 0;
    for (int i = 0; i < slots.length; i++) {
      int weight = detectionWeights[slots[i]];
      if (wrong[i] == ALWAYS) {
        alwaysWrong += weight;
      } else if (weight > 0) {
        for (int iou = 0; iou < IOU_COUNT; iou++) {
          if ((right[i] & (1 << iou)) != 0) {
            curves[iou].addRight(weight, alwaysWrong);
          } else if ((wrong[i] & (1 << iou)) != 0) {
            curves[iou].wrong += weight;
          }
        }
      }
    }
    double sum = 0;
    for (Curve curve : curves) {
      sum += curve.area(objects);
    }
    return sum / IOU_COUNT;
  }

  /** Precision where it can rise, which is where a detection is right. */
  private static final class Curve {
    private final int[] found;
    private final double[] precisions;
    private int size;
    private int right;
    private int wrong;

    Curve(int capacity) {
      found = new int[capacity];
      precisions = new double[capacity];
    }

    void addRight(int weight, int alsoWrong) {
      right += weight;
      found[size] = right;
      precisions[size] = right / ((double) wrong + alsoWrong + right + EPSILON);
      size++;
    }

    double area(int objects) {
      for (int i = size - 1; i > 0; i--) {
        precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
      }
      double sum = 0;
      int at = 0;
      for (int r = 0; r < RECALL_COUNT; r++) {
        while (at < size && (double) found[at] / objects < r * 0.01) {
          at++;
        }
        sum += at < size ? precisions[at] : 0;
      }
      return sum / RECALL_COUNT;
    }
  }
}
