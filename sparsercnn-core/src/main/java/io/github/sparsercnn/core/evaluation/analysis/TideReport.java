package io.github.sparsercnn.core.evaluation.analysis;

import java.util.Map;

/**
 * Which errors cost how much. A cost is what AP50 would gain if all errors of one kind were put
 * right, and nothing else; costs do not add up to what is missing to 1.
 *
 * @param ap50 the AP at IoU 0.5 as TIDE computes it
 * @param costs the gain of each kind, 0 or more
 * @param counts how many errors there are of each kind
 * @param falsePositiveCost the gain if all wrong detections had the lowest score
 * @param falseNegativeCost the gain if no missed object counted
 */
public record TideReport(
    double ap50,
    Map<TideError, Double> costs,
    Map<TideError, Integer> counts,
    double falsePositiveCost,
    double falseNegativeCost) {
  /** Copies the maps. */
  public TideReport {
    costs = Map.copyOf(costs);
    counts = Map.copyOf(counts);
  }
}
