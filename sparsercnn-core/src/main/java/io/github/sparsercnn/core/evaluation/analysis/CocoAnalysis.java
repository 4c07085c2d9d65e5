package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be said about one detector on one data set, beyond the figures.
 *
 * @param interval where the AP lies
 * @param tide what the kinds of errors cost
 * @param threshold the best threshold for all categories together, if any detection is right
 * @param categoryThresholds the best threshold of each category, by rising id
 * @param confusion what is taken for what, at the best threshold
 * @param calibration whether scores can be read as probabilities
 * @param sizes the table of size classes
 * @param images the table of images, at the best threshold
 */
public record CocoAnalysis(
    Interval interval,
    TideReport tide,
    Optional<OperatingPoint> threshold,
    List<Optional<OperatingPoint>> categoryThresholds,
    ConfusionMatrix confusion,
    Calibration calibration,
    List<SizeRow> sizes,
    List<ImageRow> images) {
  private static final int CALIBRATION_BINS = 10;

  /** Copies the lists. */
  public CocoAnalysis {
    categoryThresholds = List.copyOf(categoryThresholds);
    sizes = List.copyOf(sizes);
    images = List.copyOf(images);
  }

  /**
   * Analyses.
   *
   * @param matching what became of the detections
   * @param settings how the sureness of the AP is estimated
   * @return the analysis
   */
  public static CocoAnalysis of(CocoMatching matching, ResamplingSettings settings) {
    Optional<OperatingPoint> threshold = OperatingPoint.best(matching);
    double score = threshold.map(OperatingPoint::score).orElse(Double.POSITIVE_INFINITY);
    List<Optional<OperatingPoint>> categoryThresholds = new ArrayList<>();
    for (int category = 0; category < matching.groundTruth().categoryCount(); category++) {
      categoryThresholds.add(OperatingPoint.best(matching, category));
    }
    return new CocoAnalysis(
        ApBootstrap.interval(matching, settings),
        TideAnalysis.of(matching),
        threshold,
        categoryThresholds,
        ConfusionMatrix.of(matching, score),
        Calibration.of(matching, CALIBRATION_BINS),
        SizeRow.table(matching),
        ImageRow.table(matching, score));
  }
}
