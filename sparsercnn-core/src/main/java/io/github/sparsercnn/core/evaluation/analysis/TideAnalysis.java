package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the missing AP50 apart by kinds of errors.
 *
 * <p>After Bolya et al., TIDE: A General Toolbox for Identifying Object Detection Errors, 2020, and
 * tidecv 1.0.1: foreground from IoU 0.5, background up to 0.1, per image the surest detections over
 * all categories up to the largest limit. A category with detections but without objects counts
 * with AP 0, as in tidecv.
 */
public final class TideAnalysis {
  private static final int NONE = -1;

  private final List<Detection> detections = new ArrayList<>();
  private final int[] objects;
  private final int[] unfound;
  private final int[] missed;

  /**
   * A detection.
   *
   * @param error what is wrong with it, or null
   * @param isIgnored whether it lies in a crowd: then it does not count, but may be put right
   * @param repairedCategory the category in which it would be right, or -1
   */
  private record Detection(
      int category,
      double score,
      @Nullable TideError error,
      boolean isIgnored,
      int repairedCategory) {}

  private TideAnalysis(CocoMatching matching) {
    int categories = matching.groundTruth().categoryCount();
    objects = new int[categories];
    unfound = new int[categories];
    missed = new int[categories];
    List<Integer> limits = matching.settings().maxDets();
    int maxDets = limits.get(limits.size() - 1);
    PerImage perImage = PerImage.of(matching);
    for (int i = 0; i < perImage.imageCount(); i++) {
      int[] surest = Arrays.stream(perImage.detections(i)).limit(maxDets).toArray();
      add(new TideImage(matching, perImage.annotations(i), surest));
    }
  }

  private void add(TideImage image) {
    for (int d = 0; d < image.detectionCount(); d++) {
      detections.add(
          new Detection(
              image.category(d),
              image.score(d),
              image.error(d),
              image.isIgnored(d),
              image.repairedCategory(d)));
    }
    for (int o = 0; o < image.objectCount(); o++) {
      objects[image.objectCategory(o)]++;
      unfound[image.objectCategory(o)] += image.isFound(o) ? 0 : 1;
      missed[image.objectCategory(o)] += image.isMissed(o) ? 1 : 0;
    }
  }

  /**
   * Analyses.
   *
   * @param matching ground truth and detections
   * @return the costs of the kinds of errors
   */
  public static TideReport of(CocoMatching matching) {
    return new TideAnalysis(matching).report();
  }

  private TideReport report() {
    TidePoints asItIs = new TidePoints(objects);
    for (Detection d : detections) {
      if (!d.isIgnored) {
        asItIs.add(d.category, d.score, d.error == null);
      }
    }
    double ap = asItIs.meanAp();
    Map<TideError, Double> costs = new EnumMap<>(TideError.class);
    Map<TideError, Integer> counts = new EnumMap<>(TideError.class);
    for (TideError kind : TideError.values()) {
      int[] left = kind == TideError.MISSED ? less(objects, missed) : objects;
      costs.put(kind, Math.max(0, repaired(kind, left).meanAp() - ap));
      counts.put(kind, count(kind));
    }
    return new TideReport(
        ap,
        costs,
        counts,
        withPerfectPrecision().meanAp() - ap,
        repaired(null, less(objects, unfound)).meanAp() - ap);
  }

  private int count(TideError kind) {
    return kind == TideError.MISSED
        ? Arrays.stream(missed).sum()
        : (int) detections.stream().filter(d -> d.error == kind).count();
  }

  private static int[] less(int[] counts, int[] gone) {
    int[] left = counts.clone();
    for (int i = 0; i < left.length; i++) {
      left[i] -= gone[i];
    }
    return left;
  }

  /** The world without errors of one kind. Wrong detections come first among equal scores. */
  private TidePoints repaired(@Nullable TideError kind, int[] left) {
    TidePoints points = new TidePoints(left);
    for (Detection d : detections) {
      if (d.error != null && d.error != kind && !d.isIgnored) {
        points.add(d.category, d.score, false);
      } else if (d.error != null && d.error == kind && d.repairedCategory != NONE) {
        points.add(d.repairedCategory, d.score, true);
      }
    }
    for (Detection d : detections) {
      if (d.error == null) {
        points.add(d.category, d.score, true);
      }
    }
    return points;
  }

  private TidePoints withPerfectPrecision() {
    TidePoints points = new TidePoints(objects);
    for (Detection d : detections) {
      if (!d.isIgnored) {
        points.add(d.category, d.error == null ? 1 : 0, d.error == null);
      }
    }
    return points;
  }
}
