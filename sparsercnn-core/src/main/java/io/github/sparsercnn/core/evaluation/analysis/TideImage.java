package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.BoxOverlap;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errors of one image as TIDE defines them.
 *
 * <p>After {@code TIDEExample} and {@code TIDERun._eval_image} of tidecv 1.0.1.
 */
final class TideImage {
  /** From this IoU on a detection is right. */
  private static final double FOREGROUND = 0.5;

  /** Up to this IoU a detection is of nothing. */
  private static final double BACKGROUND = 0.1;

  private static final int NONE = -1;

  private final CocoGroundTruth truth;
  private final CocoResults results;
  private final int[] objects;
  private final int[] detections;
  private final boolean[] sameCategory;
  private final double[] overlaps;

  /** Per object: the detection that has it. */
  private final int[] owner;

  /** Per object: the surest detection whose error would be put right by giving it the object. */
  private final int[] bestCandidate;

  /** Per detection: whether it has an object. */
  private final boolean[] right;

  /** Per detection: whether it lies in a crowd and so does not count. */
  private final boolean[] ignored;

  private final @Nullable TideError[] errors;

  /** Per detection with an error that an object would put right: the object. */
  private final int[] remedy;

  /** Per detection: the object that it has, or that its error is about. */
  private final int[] about;

  /**
   * Finds the errors.
   *
   * @param annotations of the image
   * @param detections of the image that count, by falling score
   */
  TideImage(CocoMatching matching, int[] annotations, int[] detections) {
    truth = matching.groundTruth();
    results = matching.results();
    objects = Arrays.stream(annotations).filter(a -> !matching.isIgnored(a)).toArray();
    this.detections = detections;
    overlaps = new double[detections.length * objects.length];
    sameCategory = new boolean[overlaps.length];
    owner = filled(objects.length);
    bestCandidate = filled(objects.length);
    right = new boolean[detections.length];
    ignored = new boolean[detections.length];
    errors = new TideError[detections.length];
    remedy = filled(detections.length);
    about = filled(detections.length);
    match();
    ignoreInCrowds(Arrays.stream(annotations).filter(matching::isIgnored).toArray());
    for (int d = 0; d < detections.length; d++) {
      if (!right[d]) {
        explain(d);
      }
    }
  }

  private static int[] filled(int length) {
    int[] values = new int[length];
    Arrays.fill(values, NONE);
    return values;
  }

  private void match() {
    for (int d = 0; d < detections.length; d++) {
      long category = results.categoryId(detections[d]);
      int best = NONE;
      double overlap = 0;
      for (int o = 0; o < objects.length; o++) {
        int at = d * objects.length + o;
        overlaps[at] = BoxOverlap.of(results, detections[d], truth, objects[o], false);
        sameCategory[at] = truth.categoryId(truth.category(objects[o])) == category;
        if (sameCategory[at] && owner[o] == NONE && overlaps[at] > overlap) {
          overlap = overlaps[at];
          best = o;
        }
      }
      if (best != NONE && overlap >= FOREGROUND) {
        right[d] = true;
        owner[best] = d;
        about[d] = best;
      }
    }
  }

  private void ignoreInCrowds(int[] crowds) {
    for (int crowd : crowds) {
      for (int d = 0; d < detections.length; d++) {
        boolean isSame =
            truth.categoryId(truth.category(crowd)) == results.categoryId(detections[d]);
        if (isSame
            && !right[d]
            && BoxOverlap.of(results, detections[d], truth, crowd, true) > FOREGROUND) {
          ignored[d] = true;
        }
      }
    }
  }

  private enum Among {
    SAME_CATEGORY,
    OTHER_CATEGORY,
    OWNED_OF_SAME_CATEGORY,
    ALL
  }

  /** The object that a detection overlaps most; the first one if there is no overlap at all. */
  private int nearest(int d, Among among) {
    int nearest = 0;
    for (int o = 1; o < objects.length; o++) {
      if (overlap(d, o, among) > overlap(d, nearest, among)) {
        nearest = o;
      }
    }
    return nearest;
  }

  private double overlap(int d, int o, Among among) {
    int at = d * objects.length + o;
    boolean counts =
        switch (among) {
          case SAME_CATEGORY -> sameCategory[at];
          case OTHER_CATEGORY -> !sameCategory[at];
          case OWNED_OF_SAME_CATEGORY -> sameCategory[at] && owner[o] != NONE;
          case ALL -> true;
        };
    return counts ? overlaps[at] : 0;
  }

  private void explain(int d) {
    if (objects.length == 0) {
      errors[d] = TideError.BACKGROUND;
      return;
    }
    int same = nearest(d, Among.SAME_CATEGORY);
    double sameOverlap = overlap(d, same, Among.SAME_CATEGORY);
    if (sameOverlap >= BACKGROUND && sameOverlap <= FOREGROUND) {
      errors[d] = TideError.LOCALIZATION;
      about[d] = same;
      offer(d, same);
      return;
    }
    int other = nearest(d, Among.OTHER_CATEGORY);
    if (overlap(d, other, Among.OTHER_CATEGORY) >= FOREGROUND) {
      errors[d] = TideError.CLASSIFICATION;
      about[d] = other;
      offer(d, other);
      return;
    }
    int owned = nearest(d, Among.OWNED_OF_SAME_CATEGORY);
    if (overlap(d, owned, Among.OWNED_OF_SAME_CATEGORY) >= FOREGROUND) {
      errors[d] = TideError.DUPLICATE;
      about[d] = owned;
      return;
    }
    int any = nearest(d, Among.ALL);
    if (overlap(d, any, Among.ALL) <= BACKGROUND) {
      errors[d] = TideError.BACKGROUND;
    } else {
      errors[d] = TideError.BOTH;
      about[d] = any;
    }
  }

  /** Only one error can be put right per object that nobody has: that of the surest detection. */
  private void offer(int d, int o) {
    if (owner[o] == NONE) {
      remedy[d] = o;
      if (bestCandidate[o] == NONE || score(bestCandidate[o]) < score(d)) {
        bestCandidate[o] = d;
      }
    }
  }

  int detectionCount() {
    return detections.length;
  }

  double score(int d) {
    return results.score(detections[d]);
  }

  /** The number of a detection's category. */
  int category(int d) {
    return truth.categoryIndex(results.categoryId(detections[d]));
  }

  boolean isRight(int d) {
    return right[d];
  }

  boolean isIgnored(int d) {
    return ignored[d];
  }

  /** The error of a detection that is not right. */
  @Nullable TideError error(int d) {
    return errors[d];
  }

  /** The object that a detection has, or that its error is about; -1 if it is about none. */
  int about(int d) {
    return about[d];
  }

  /** The overlap of a detection with an object. */
  double overlap(int d, int o) {
    return overlaps[d * objects.length + o];
  }

  /** The detection that has an object, or -1. */
  int owner(int o) {
    return owner[o];
  }

  /** The category in which a detection would be right if its error were put right, or -1. */
  int repairedCategory(int d) {
    boolean isBest = remedy[d] != NONE && bestCandidate[remedy[d]] == d;
    return isBest ? objectCategory(remedy[d]) : NONE;
  }

  int objectCount() {
    return objects.length;
  }

  int objectCategory(int o) {
    return truth.category(objects[o]);
  }

  boolean isFound(int o) {
    return owner[o] != NONE;
  }

  /** Whether no detection is right about an object or could be put right. */
  boolean isMissed(int o) {
    return owner[o] == NONE && bestCandidate[o] == NONE;
  }
}
