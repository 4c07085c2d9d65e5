package io.github.sparsercnn.core.dataset.loading;

import java.util.List;

/**
 * The pictures of one training step on this rank. Immutable.
 *
 * @param samples in the order of the sampler
 * @param next where a sampler starts that shall go on with the batch after this one
 */
public record TrainingBatch(List<TrainingSample> samples, SamplerState next) {
  /** Copies the list. */
  public TrainingBatch {
    samples = List.copyOf(samples);
  }
}
