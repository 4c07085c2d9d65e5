package io.github.sparsercnn.core.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened in one step.
 *
 * @param iteration from 0
 * @param learningRate that was used
 * @param gradientNorm before the clip
 * @param losses weighted terms by their official names
 */
public record StepReport(
    long iteration, double learningRate, double gradientNorm, Map<String, Double> losses) {
  /** Copies the map, keeping its order. */
  public StepReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  /** {@return the sum of all losses} */
  public double totalLoss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
