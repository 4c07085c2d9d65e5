package io.github.sparsercnn;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One iteration of training that has been finished. Immutable.
 *
 * @param iteration counted from 0
 * @param learningRate of the parameters whose factor is 1
 * @param losses by detectron2's names ({@code loss_ce}, {@code loss_bbox_0}, …), weighted; in
 *     order; means over the processes that train together
 * @param gradientNorm Euclidean, before it was clipped
 * @param time that the iteration took, waiting for data included
 * @param dataTime of this, spent waiting for data
 */
public record TrainingProgress(
    long iteration,
    double learningRate,
    Map<String, Double> losses,
    double gradientNorm,
    Duration time,
    Duration dataTime) {
  /**
   * Copies the losses, keeping their order.
   *
   * @param iteration counted from 0
   * @param learningRate of the parameters whose factor is 1
   * @param losses by name
   * @param gradientNorm before it was clipped
   * @param time of the iteration
   * @param dataTime of this, spent waiting for data
   */
  public TrainingProgress {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** {@return the sum of all losses} */
  public double totalLoss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
