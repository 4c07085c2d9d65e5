package io.github.sparsercnn.core.evaluation.crowdhuman;

import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoInstancesEvaluator;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.Evaluator;

/** CrowdHuman's figures of a detector's instances. Thread-safe. */
public final class CrowdHumanInstancesEvaluator implements Evaluator<CrowdHumanReport> {
  private final CocoGroundTruth groundTruth;
  private final CocoInstancesEvaluator collected;

  /**
   * Makes an evaluator that has seen nothing.
   *
   * @param groundTruth the people, crowds for those who do not count
   */
  public CrowdHumanInstancesEvaluator(CocoGroundTruth groundTruth) {
    this.groundTruth = groundTruth;
    collected = new CocoInstancesEvaluator(groundTruth, CocoSettings.defaults());
  }

  @Override
  public void process(long imageId, Instances instances) {
    collected.process(imageId, instances);
  }

  @Override
  public CrowdHumanReport evaluate() {
    return CrowdHumanEvaluator.evaluate(
        CrowdHumanGroundTruth.of(groundTruth), CrowdHumanDetections.of(collected.results()));
  }
}
