package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.TrainingSample;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a process' share of a batch into the parts that go through the network one after the other
 * ({@code SOLVER.ACCUMULATION_STEPS}).
 */
final class BatchCut {
  private static final String STEPS = "SOLVER.ACCUMULATION_STEPS";

  private final int steps;
  private final ImageNormalizer normalizer;
  private final int divisibility;
  private final ComputeDevice device;

  /**
   * @param config in force
   * @param divisibility both padded sides are multiples of this
   * @param device where the network runs
   * @throws ConfigException if there is less than one part
   */
  BatchCut(Config config, int divisibility, ComputeDevice device) {
    steps = config.getInt(STEPS);
    if (steps < 1) {
      throw new ConfigException(STEPS + " is " + steps + ", expected at least 1");
    }
    normalizer = NetworkDetector.normalizer(config);
    this.divisibility = divisibility;
    this.device = device;
  }

  /**
   * Cuts.
   *
   * @throws ConfigException if the pictures cannot be dealt evenly
   */
  List<TrainingStep.Part> parts(List<TrainingSample> samples) {
    if (samples.size() % steps != 0) {
      throw new ConfigException(
          STEPS
              + " is "
              + steps
              + ", expected a divisor of the "
              + samples.size()
              + " pictures that each process sees in an iteration");
    }
    int size = samples.size() / steps;
    List<TrainingStep.Part> parts = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += size) {
      List<TrainingSample> some = samples.subList(from, from + size);
      parts.add(
          new TrainingStep.Part(
              () ->
                  normalizer.batch(
                      some.stream().map(TrainingSample::image).toList(), divisibility, device),
              Batches.truths(some)));
    }
    return parts;
  }
}
