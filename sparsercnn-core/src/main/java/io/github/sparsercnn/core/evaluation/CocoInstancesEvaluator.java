package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The COCO figures of a detector's instances. Thread-safe. */
public final class CocoInstancesEvaluator implements Evaluator<CocoReport> {
  private final CocoGroundTruth groundTruth;
  private final CocoSettings settings;

  /** By rising image id, the order in which detectron2 writes them. */
  private final Map<Long, Instances> found = new ConcurrentSkipListMap<>();

  /**
   * Makes an evaluator that has seen nothing.
   *
   * @param groundTruth what is in the images
   * @param settings limits, size classes, threads
   */
  public CocoInstancesEvaluator(CocoGroundTruth groundTruth, CocoSettings settings) {
    this.groundTruth = groundTruth;
    this.settings = settings;
  }

  @Override
  public void process(long imageId, Instances instances) {
    if (groundTruth.imageIndex(imageId) < 0) {
      throw new DatasetException("image id " + imageId + " is not in " + groundTruth.source());
    }
    if (found.putIfAbsent(imageId, instances) != null) {
      throw new IllegalStateException("image id " + imageId + " was processed before");
    }
  }

  /** The detections noted so far, as a COCO results file holds them, by rising image id. */
  public CocoResults results() {
    CocoResults.Builder results = CocoResults.builder("the detector's results");
    found.forEach(
        (imageId, instances) -> {
          for (Instance instance : instances) {
            Box box = instance.box();
            results.add(
                imageId,
                instances.categories().datasetId(instance.classId()),
                box.x1(),
                box.y1(),
                box.width(),
                box.height(),
                instance.score());
          }
        });
    return results.build();
  }

  @Override
  public CocoReport evaluate() {
    return CocoEvaluator.evaluate(groundTruth, results(), settings);
  }
}
