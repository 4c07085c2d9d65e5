package io.github.sparsercnn.core.evaluation.crowdhuman;

import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.stream.IntStream;

/**
 * Matches the detections of one picture with its people by the rule of the Caltech pedestrian
 * benchmark: surest detection first, each takes the free person that it overlaps most, by more than
 * 0.5; failing that, it is dropped if it lies by more than half in a region to ignore.
 *
 * <p>After {@code compare_caltech} of the official {@code crowdhuman_eval.py}.
 */
final class CaltechMatcher {
  private static final double THRESHOLD = 0.5;
  private static final double EPSILON = 1e-6;

  private final double[] people;
  private final int counted;
  private final double[] found;
  private final double[] scores;
  private final boolean[] taken;

  /**
   * Makes a matcher.
   *
   * @param picture the people
   * @param detections what was found
   * @param width of the picture, to which all boxes are clipped
   * @param height of the picture
   */
  CaltechMatcher(
      CrowdHumanPicture picture, CrowdHumanDetections.Picture detections, int width, int height) {
    people = clipped(picture.cornersCountingFirst(), width, height);
    counted = picture.counted();
    taken = new boolean[counted];
    scores = detections.scores();
    found = detections.boxes();
    for (int i = 0; i < found.length; i += 4) {
      found[i + 2] += found[i];
      found[i + 3] += found[i + 1];
    }
    clipped(found, width, height);
  }

  private static double[] clipped(double[] corners, int width, int height) {
    for (int i = 0; i < corners.length; i += 4) {
      corners[i] = Math.min(Math.max(corners[i], 0), width - 1);
      corners[i + 1] = Math.min(Math.max(corners[i + 1], 0), height - 1);
      corners[i + 2] = Math.max(Math.min(corners[i + 2], width), 0);
      corners[i + 3] = Math.max(Math.min(corners[i + 3], height), 0);
    }
    return corners;
  }

  /** What is told about each detection that counts, surest first. */
  interface Verdicts {
    void add(double score, boolean isRight);
  }

  void match(Verdicts verdicts) {
    int[] order = IntStream.range(0, scores.length).toArray();
    new ScoreOrder(scores).sort(order, 0, order.length);
    for (int detection : order) {
      int person = person(detection);
      if (person >= 0) {
        taken[person] = true;
        verdicts.add(scores[detection], true);
      } else if (!liesInIgnoredRegion(detection)) {
        verdicts.add(scores[detection], false);
      }
    }
  }

  private int person(int detection) {
    int best = -1;
    double overlap = THRESHOLD;
    for (int person = 0; person < counted; person++) {
      if (!taken[person]) {
        double candidate = overlap(detection, person, true);
        if (candidate > overlap) {
          overlap = candidate;
          best = person;
        }
      }
    }
    return best;
  }

  private boolean liesInIgnoredRegion(int detection) {
    return IntStream.range(counted, people.length / 4)
        .anyMatch(region -> overlap(detection, region, false) > THRESHOLD);
  }

  private double overlap(int detection, int person, boolean overUnion) {
    int d = 4 * detection;
    int p = 4 * person;
    double width = Math.min(found[d + 2], people[p + 2]) - Math.max(found[d], people[p]);
    double height = Math.min(found[d + 3], people[p + 3]) - Math.max(found[d + 1], people[p + 1]);
    double intersection = Math.max(0, width) * Math.max(0, height);
    double area = (found[d + 2] - found[d]) * (found[d + 3] - found[d + 1]);
    if (!overUnion) {
      return intersection / (area + EPSILON);
    }
    double personArea = (people[p + 2] - people[p]) * (people[p + 3] - people[p + 1]);
    return intersection / (area + personArea - intersection + EPSILON);
  }
}
