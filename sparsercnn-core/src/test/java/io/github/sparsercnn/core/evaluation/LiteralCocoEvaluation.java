package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * COCO's evaluation written down as it is defined, one cell, one area range and one threshold at a
 * time, with no thought of speed. It knows nothing of the code under test but the values going in.
 */
final class LiteralCocoEvaluation {
  private static final int RECALLS = 101;

  private final List<CocoAnnotation> annotations;
  private final List<Detection> detections;
  private final List<AreaRange> areas;
  private final List<Integer> maxDets;

  /** What was found; the id counts from 1 in file order. */
  record Detection(
      long id,
      long imageId,
      long categoryId,
      double x,
      double y,
      double w,
      double h,
      double score) {
    double area() {
      return w * h;
    }
  }

  /** What becomes of a detection in one cell at one threshold. */
  private record Verdict(double score, long matchedId, boolean ignored) {}

  LiteralCocoEvaluation(
      List<CocoAnnotation> annotations,
      List<Detection> detections,
      List<AreaRange> areas,
      List<Integer> maxDets) {
    this.annotations = annotations;
    this.detections = detections;
    this.areas = areas;
    this.maxDets = maxDets;
  }

  /** The tables, precision then recall, for images and categories by rising id. */
  double[][] tables(List<Long> imageIds, List<Long> categoryIds) {
    int k = categoryIds.size();
    int a = areas.size();
    int m = maxDets.size();
    double[] precision = new double[10 * RECALLS * k * a * m];
    double[] recall = new double[10 * k * a * m];
    Arrays.fill(precision, -1);
    Arrays.fill(recall, -1);
    for (int t = 0; t < 10; t++) {
      for (int category = 0; category < k; category++) {
        for (int area = 0; area < a; area++) {
          for (int limit = 0; limit < m; limit++) {
            double[] curve = curve(t, imageIds, categoryIds.get(category), area, limit);
            if (curve.length > 0) {
              recall[((t * k + category) * a + area) * m + limit] = curve[RECALLS];
              for (int r = 0; r < RECALLS; r++) {
                precision[(((t * RECALLS + r) * k + category) * a + area) * m + limit] = curve[r];
              }
            }
          }
        }
      }
    }
    return new double[][] {precision, recall};
  }

  /** 101 precisions and the recall, or nothing if there is no object to find. */
  private double[] curve(int t, List<Long> imageIds, long categoryId, int area, int limit) {
    double threshold = t == 9 ? 0.95 : t * ((0.95 - 0.5) / 9) + 0.5;
    List<Verdict> verdicts = new ArrayList<>();
    int positives = 0;
    for (long imageId : imageIds) {
      List<CocoAnnotation> truth = truth(imageId, categoryId);
      positives += (int) truth.stream().filter(g -> !isIgnored(g, area)).count();
      List<Verdict> cell = cell(truth, found(imageId, categoryId), threshold, area);
      verdicts.addAll(cell.subList(0, Math.min(maxDets.get(limit), cell.size())));
    }
    if (positives == 0) {
      return new double[0];
    }
    verdicts.sort(Comparator.comparingDouble(v -> -v.score));
    double[] precisions = new double[verdicts.size()];
    double[] recalls = new double[verdicts.size()];
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      if (!verdict.ignored && verdict.matchedId != 0) {
        truePositives++;
      }
      if (!verdict.ignored && verdict.matchedId == 0) {
        falsePositives++;
      }
      recalls[i] = truePositives / (double) positives;
      precisions[i] = truePositives / ((double) falsePositives + truePositives + 0x1p-52);
    }
    double[] curve = new double[RECALLS + 1];
    for (int r = 0; r < RECALLS; r++) {
      for (int i = 0; i < verdicts.size(); i++) {
        if (recalls[i] >= r * 0.01) {
          curve[r] = max(precisions, i);
          break;
        }
      }
    }
    curve[RECALLS] = verdicts.isEmpty() ? 0 : recalls[verdicts.size() - 1];
    return curve;
  }

  private static double max(double[] values, int from) {
    double max = values[from];
    for (int i = from; i < values.length; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }

  private List<CocoAnnotation> truth(long imageId, long categoryId) {
    return annotations.stream()
        .filter(g -> g.imageId() == imageId && g.categoryId() == categoryId)
        .toList();
  }

  private List<Detection> found(long imageId, long categoryId) {
    return detections.stream()
        .filter(d -> d.imageId == imageId && d.categoryId == categoryId)
        .sorted(Comparator.comparingDouble(d -> -d.score))
        .limit(maxDets.get(maxDets.size() - 1))
        .toList();
  }

  private boolean isIgnored(CocoAnnotation g, int area) {
    return g.crowd() || g.area() < areas.get(area).min() || g.area() > areas.get(area).max();
  }

  private List<Verdict> cell(
      List<CocoAnnotation> unsorted, List<Detection> found, double threshold, int area) {
    List<CocoAnnotation> truth = new ArrayList<>(unsorted);
    truth.sort(Comparator.comparing(g -> isIgnored(g, area)));
    boolean[] taken = new boolean[truth.size()];
    List<Verdict> verdicts = new ArrayList<>();
    for (Detection d : found) {
      double best = Math.min(threshold, 1 - 1e-10);
      int match = -1;
      for (int g = 0; g < truth.size(); g++) {
        CocoAnnotation object = truth.get(g);
        if (taken[g] && !object.crowd()) {
          continue;
        }
        if (match > -1 && !isIgnored(truth.get(match), area) && isIgnored(object, area)) {
          break;
        }
        if (iou(d, object) >= best) {
          best = iou(d, object);
          match = g;
        }
      }
      long matchedId = match < 0 ? 0 : truth.get(match).id();
      boolean ignored = match >= 0 && isIgnored(truth.get(match), area);
      if (match >= 0) {
        taken[match] = true;
      }
      boolean outside = d.area() < areas.get(area).min() || d.area() > areas.get(area).max();
      verdicts.add(new Verdict(d.score, matchedId, ignored || (matchedId == 0 && outside)));
    }
    return verdicts;
  }

  private static double iou(Detection d, CocoAnnotation g) {
    double w = Math.min(d.w + d.x, g.width() + g.x()) - Math.max(d.x, g.x());
    double h = Math.min(d.h + d.y, g.height() + g.y()) - Math.max(d.y, g.y());
    if (w <= 0 || h <= 0) {
      return 0;
    }
    double intersection = w * h;
    return intersection / (g.crowd() ? d.area() : d.area() + g.width() * g.height() - intersection);
  }
}
