package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far scores can be read as probabilities: detections are put into bins of equal width by their
 * score, and in each bin the mean score is held against the share that is right at IoU 0.5 (Guo et
 * al., On Calibration of Modern Neural Networks, 2017).
 *
 * @param expectedError ECE: the mean gap, bins weighted by their detections
 * @param maximumError MCE: the largest gap
 * @param bins by rising score, empty ones included
 */
public record Calibration(double expectedError, double maximumError, List<Bin> bins) {
  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * The detections of a range of scores.
   *
   * @param from the lowest score
   * @param to the highest score
   * @param count how many detections there are
   * @param meanScore their mean score, 0 if there is none
   * @param precision the share of them that is right, 0 if there is none
   */
  public record Bin(double from, double to, int count, double meanScore, double precision) {
    double gap() {
      return Math.abs(meanScore - precision);
    }
  }

  /**
   * Measures the calibration of all categories together.
   *
   * @param matching what became of the detections
   * @param binCount how many bins there are between 0 and 1; scores beyond fall into the outermost
   * @return the calibration, with errors 0 if there is no detection
   * @throws IllegalArgumentException if there is no bin
   */
  public static Calibration of(CocoMatching matching, int binCount) {
    if (binCount < 1) {
      throw new IllegalArgumentException("calibration needs at least 1 bin, got " + binCount);
    }
    ScoredDetections detections =
        ScoredDetections.of(
            IntStream.range(0, matching.groundTruth().categoryCount())
                .mapToObj(category -> matching.category(category, AreaRange.ALL))
                .toList());
    int[] counts = new int[binCount];
    int[] right = new int[binCount];
    double[] scores = new double[binCount];
    for (int i = 0; i < detections.size(); i++) {
      double score = detections.score(i);
      int bin = (int) Math.max(0, Math.min(binCount - 1, Math.floor(score * binCount)));
      counts[bin]++;
      scores[bin] += score;
      right[bin] += detections.isRight(i) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    double expected = 0;
    double maximum = 0;
    for (int i = 0; i < binCount; i++) {
      int count = Math.max(1, counts[i]);
      Bin bin =
          new Bin(
              (double) i / binCount,
              (i + 1.0) / binCount,
              counts[i],
              scores[i] / count,
              (double) right[i] / count);
      bins.add(bin);
      expected += bin.gap() * counts[i] / Math.max(1, detections.size());
      maximum = Math.max(maximum, bin.gap());
    }
    return new Calibration(expected, maximum, bins);
  }
}
