package io.github.sparsercnn.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the answers of several looks at a picture together: boxes of a class that overlap vote on
 * one box, the mean weighted by their scores; its score is the best of theirs. What voted for it
 * stays as well, with a score that is lowered by the overlap, if that leaves it worth keeping: it
 * may have been another object.
 *
 * <p>Source: cvpods' {@code soft_vote}, as copied by the official code.
 */
final class SoftVote {
  /** Boxes that overlap by this much, as intersection over union, mean the same object. */
  private static final double SAME_OBJECT = 0.65;

  /** The score below which a voter is forgotten. */
  private static final double FORGOTTEN = 0.05;

  private static final int EDGES = 4;

  private SoftVote() {}

  /**
   * Merges.
   *
   * @param detections of all looks, in pixels of the same picture
   * @return best first
   */
  static Detections merge(Detections detections) {
    Detections sorted = detections.sorted();
    boolean[] gone = new boolean[sorted.size()];
    List<Detections> merged = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (!gone[i]) {
        merged.addAll(vote(sorted, i, gone));
      }
    }
    return Detections.concat(merged).sorted();
  }

  /** The vote on the best box that is left. */
  private static List<Detections> vote(Detections all, int best, boolean[] gone) {
    double[] sums = new double[EDGES];
    double weight = 0;
    int voters = 0;
    List<Detections> remembered = new ArrayList<>();
    for (int i = best; i < all.size(); i++) {
      if (gone[i] || all.classIds()[i] != all.classIds()[best]) {
        continue;
      }
      double overlap = i == best ? 1 : iou(all.boxes(), EDGES * best, EDGES * i);
      if (overlap < SAME_OBJECT) {
        continue;
      }
      gone[i] = true;
      voters++;
      float score = all.scores()[i];
      weight += score;
      for (int edge = 0; edge < EDGES; edge++) {
        sums[edge] += (double) score * all.boxes()[EDGES * i + edge];
      }
      float lowered = (float) (score * (1 - overlap));
      if (lowered >= FORGOTTEN) {
        remembered.add(one(box(all, i), lowered, all.classIds()[i]));
      }
    }
    if (voters == 1 || weight == 0) {
      return List.of(one(box(all, best), all.scores()[best], all.classIds()[best]));
    }
    float[] mean = new float[EDGES];
    for (int edge = 0; edge < EDGES; edge++) {
      mean[edge] = (float) (sums[edge] / weight);
    }
    remembered.add(0, one(mean, all.scores()[best], all.classIds()[best]));
    return remembered;
  }

  private static float[] box(Detections all, int index) {
    return Arrays.copyOfRange(all.boxes(), EDGES * index, EDGES * (index + 1));
  }

  private static Detections one(float[] box, float score, int classId) {
    return new Detections(box, new float[] {score}, new int[] {classId});
  }

  private static double iou(float[] boxes, int a, int b) {
    double width = Math.min(boxes[a + 2], boxes[b + 2]) - (double) Math.max(boxes[a], boxes[b]);
    double height =
        Math.min(boxes[a + 3], boxes[b + 3]) - (double) Math.max(boxes[a + 1], boxes[b + 1]);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double intersection = width * height;
    return intersection / (area(boxes, a) + area(boxes, b) - intersection);
  }

  private static double area(float[] boxes, int at) {
    return ((double) boxes[at + 2] - boxes[at]) * ((double) boxes[at + 3] - boxes[at + 1]);
  }
}
