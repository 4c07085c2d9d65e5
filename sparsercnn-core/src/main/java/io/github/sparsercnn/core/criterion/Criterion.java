package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.StageOutput;
import java.util.List;

/**
 * Judges what a network says of a batch. The official one is {@link SetCriterion}; others may build
 * on it, see {@link Losses#plus}. Called by the thread that trains.
 */
@FunctionalInterface
public interface Criterion {
  /**
   * Judges what the network says of a part of a batch. Called in an open scope, which frees the
   * results.
   *
   * @param stages outputs of all stages in order
   * @param batch the pictures
   * @param truths what is to be found in each of them
   * @param numBoxes what losses are divided by: the number of boxes in the whole batch, over all
   *     parts, as the mean over all processes that train together; less than 1 counts as 1
   * @return the losses, ready for {@code backward}; under the same names in every step and process
   * @throws IllegalArgumentException if there are not as many truths as pictures, or a class is out
   *     of range
   * @throws io.github.sparsercnn.TrainingDivergedException if a matching cost is not finite
   */
  Losses losses(
      List<StageOutput> stages, ImageBatch batch, List<GroundTruth> truths, double numBoxes);
}
