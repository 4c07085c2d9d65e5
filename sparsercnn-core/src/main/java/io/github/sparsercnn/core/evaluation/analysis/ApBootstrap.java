package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoMatching;

/**
 * How sure an AP is: the images are drawn again with replacement, many times, and the AP of each
 * draw is taken (Efron's bootstrap; percentiles, moved so that the mean of the draws is the AP).
 */
public final class ApBootstrap {
  private ApBootstrap() {}

  /**
   * The interval of the AP over IoU 0.50 to 0.95, at the largest limit of detections.
   *
   * @param matching what became of the detections
   * @param settings how many draws, which seed, which confidence
   * @return the interval; both ends are -1 if there is nothing to measure
   */
  public static Interval interval(CocoMatching matching, ResamplingSettings settings) {
    int images = matching.groundTruth().imageCount();
    WeightedAp ap = new WeightedAp(matching);
    double[] sample =
        settings
            .resampling(matching.settings().threads())
            .run(
                random -> {
                  int[] weights = Resampling.drawImages(images, random);
                  return ap.ap(weights, weights);
                });
    return Interval.around(matching.report().apAtMaxDets(), sample, settings.confidence());
  }
}
