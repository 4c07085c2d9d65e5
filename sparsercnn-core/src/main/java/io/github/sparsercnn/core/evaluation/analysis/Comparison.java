package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.Arrays;

/**
 * Whether one detector is better than another on the same images, or just luckier.
 *
 * @param ap the AP of the first
 * @param otherAp the AP of the second
 * @param difference the first minus the second
 * @param interval where the difference lies: paired bootstrap, both see the same draws of images
 * @param pValue how often a difference this large or larger, either way, comes about if the two are
 *     as good as each other: paired permutation test, their answers are exchanged image by image at
 *     random
 */
public record Comparison(
    double ap, double otherAp, double difference, Interval interval, double pValue) {
  /** Rounding of sums must not make a tie look like a difference. */
  private static final double TIE = 1e-12;

  /**
   * Compares.
   *
   * @param first what became of the detections of one detector
   * @param second what became of those of the other, on the same ground truth
   * @param settings how many repetitions, which seed, which confidence
   * @return the comparison
   * @throws DatasetException if the two have different ground truth
   */
  public static Comparison of(
      CocoMatching first, CocoMatching second, ResamplingSettings settings) {
    requireSameTruth(first.groundTruth(), second.groundTruth());
    int images = first.groundTruth().imageCount();
    int threads = first.settings().threads();
    WeightedAp ofFirst = new WeightedAp(first);
    WeightedAp ofSecond = new WeightedAp(second);
    int[] once = new int[images];
    Arrays.fill(once, 1);
    double ap = ofFirst.ap(once, once);
    double otherAp = ofSecond.ap(once, once);
    double[] differences =
        settings
            .resampling(threads)
            .run(
                random -> {
                  int[] weights = Resampling.drawImages(images, random);
                  return ofFirst.ap(weights, weights) - ofSecond.ap(weights, weights);
                });
    WeightedAp ofBoth = new WeightedAp(first, second);
    double[] exchanged =
        settings
            .resampling(threads)
            .run(
                random -> {
                  int[] mine = new int[2 * images];
                  int[] theirs = new int[2 * images];
                  for (int image = 0; image < images; image++) {
                    int exchange = random.nextInt(2);
                    mine[image + exchange * images] = 1;
                    theirs[image + (1 - exchange) * images] = 1;
                  }
                  return ofBoth.ap(once, mine) - ofBoth.ap(once, theirs);
                });
    double size = Math.abs(ap - otherAp);
    long asLarge = Arrays.stream(exchanged).filter(d -> Math.abs(d) >= size - TIE).count();
    return new Comparison(
        ap,
        otherAp,
        ap - otherAp,
        Interval.around(ap - otherAp, differences, settings.confidence()),
        (asLarge + 1.0) / (exchanged.length + 1.0));
  }

  private static void requireSameTruth(CocoGroundTruth first, CocoGroundTruth second) {
    if (first != second) {
      throw new DatasetException(
          "two detectors can be compared on one ground truth only, got "
              + first.source()
              + " and "
              + second.source());
    }
  }
}
