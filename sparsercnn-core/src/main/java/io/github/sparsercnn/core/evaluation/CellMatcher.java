package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.core.evaluation.columnar.ScoreOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Matches the detections of a cell with its ground truth by COCO's rule: surest detection first,
 * each takes the free object that it overlaps most; of equal overlaps the later object wins,
 * objects that count go before those that do not, and a crowd may be taken many times.
 *
 * <p>All area ranges and IoU thresholds are matched in one pass, so that an overlap is computed
 * once and only objects that overlap enough for some threshold are looked at. Not thread-safe: it
 * keeps its scratch space.
 */
final class CellMatcher {
  private static final double ALMOST_ONE = 1 - 1e-10;
  private static final int NOBODY = -1;

  private final Problem problem;
  private final Matches matches;
  private final ScoreOrder byScore;
  private final List<AreaRange> ranges;
  private final int maxDets;

  /** Per area range and annotation of the cell: the thresholds at which it is taken. */
  private int[][] taken;

  private final boolean[][] ignored;
  private int[] candidates = new int[0];
  private double[] overlaps = new double[0];
  private int[] ordered = new int[0];

  CellMatcher(Problem problem, Matches matches) {
    this.problem = problem;
    this.matches = matches;
    byScore = new ScoreOrder(problem.results().scores());
    ranges = problem.settings().areaRanges();
    maxDets = problem.settings().maxDets().get(problem.settings().maxDets().size() - 1);
    taken = new int[ranges.size()][0];
    ignored = new boolean[ranges.size()][0];
  }

  /** Sorts the cell's detections by score and matches those within the largest limit. */
  void match(int cell) {
    Cells cells = problem.cells();
    int from = cells.detectionStart(cell);
    int to = cells.detectionStart(cell + 1);
    byScore.sort(cells.detections(), from, to);
    prepareTruth(cells.annotationStart(cell), cells.annotationStart(cell + 1));
    for (int place = from; place < Math.min(to, from + maxDets); place++) {
      int count = findCandidates(cells, cell, cells.detections()[place]);
      for (int range = 0; range < ranges.size(); range++) {
        matchOne(range, place, count, cells.annotationStart(cell));
      }
    }
  }

  private void prepareTruth(int from, int to) {
    int count = to - from;
    if (candidates.length < count) {
      candidates = new int[count];
      overlaps = new double[count];
      ordered = new int[count];
      for (int range = 0; range < ranges.size(); range++) {
        taken[range] = new int[count];
        ignored[range] = new boolean[count];
      }
    }
    int[] annotations = problem.cells().annotations();
    for (int range = 0; range < ranges.size(); range++) {
      Arrays.fill(taken[range], 0, count, 0);
      for (int g = 0; g < count; g++) {
        ignored[range][g] = problem.isIgnored(annotations[from + g], ranges.get(range));
      }
    }
  }

  /** Keeps the objects that overlap enough for the lowest threshold, in their order. */
  private int findCandidates(Cells cells, int cell, int detection) {
    int from = cells.annotationStart(cell);
    int to = cells.annotationStart(cell + 1);
    int count = 0;
    for (int i = from; i < to; i++) {
      int annotation = cells.annotations()[i];
      double overlap =
          BoxOverlap.of(
              problem.results().boxes(),
              detection,
              problem.truth().boxes(),
              annotation,
              problem.truth().isCrowd(annotation));
      if (!(overlap < Thresholds.iou(0))) {
        candidates[count] = i - from;
        overlaps[count] = overlap;
        count++;
      }
    }
    return count;
  }

  private void matchOne(int range, int place, int count, int annotationStart) {
    int matchedBits = 0;
    int ignoredBits = 0;
    if (count > 0) {
      orderCandidates(range, count);
      for (int threshold = 0; threshold < Thresholds.IOU_COUNT; threshold++) {
        int partner = partner(range, threshold, count, annotationStart);
        if (partner == NOBODY) {
          continue;
        }
        int bit = 1 << threshold;
        taken[range][partner] |= bit;
        if (ignored[range][partner]) {
          ignoredBits |= bit;
        }
        if (isSeen(annotationStart + partner)) {
          matchedBits |= bit;
        }
      }
    }
    if (!ranges.get(range).contains(detectionArea(place))) {
      ignoredBits |= Matches.ALL & ~matchedBits;
    }
    matches.set(range, place, matchedBits, ignoredBits);
  }

  /** pycocotools notes a match by the annotation's id, and takes id 0 for no match. */
  private boolean isSeen(int annotationPlace) {
    return problem.truth().annotationId(problem.cells().annotations()[annotationPlace]) != 0;
  }

  private double detectionArea(int place) {
    int box = 4 * problem.cells().detections()[place];
    double[] boxes = problem.results().boxes();
    return boxes[box + 2] * boxes[box + 3];
  }

  /** Objects that count first. */
  private void orderCandidates(int range, int count) {
    int next = 0;
    for (int c = 0; c < count; c++) {
      if (!ignored[range][candidates[c]]) {
        ordered[next++] = c;
      }
    }
    for (int c = 0; c < count; c++) {
      if (ignored[range][candidates[c]]) {
        ordered[next++] = c;
      }
    }
  }

  private int partner(int range, int threshold, int count, int annotationStart) {
    double best = Math.min(Thresholds.iou(threshold), ALMOST_ONE);
    int partner = NOBODY;
    for (int i = 0; i < count; i++) {
      int candidate = ordered[i];
      int object = candidates[candidate];
      boolean isTaken = (taken[range][object] & (1 << threshold)) != 0;
      if (isTaken && !isCrowd(annotationStart + object)) {
        continue;
      }
      if (partner != NOBODY && !ignored[range][partner] && ignored[range][object]) {
        break;
      }
      if (overlaps[candidate] < best) {
        continue;
      }
      best = overlaps[candidate];
      partner = object;
    }
    return partner;
  }

  private boolean isCrowd(int annotationPlace) {
    return problem.truth().isCrowd(problem.cells().annotations()[annotationPlace]);
  }
}
