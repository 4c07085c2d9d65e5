package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.Instances;

/**
 * Measures a detector, any detector: it is shown what was found in each picture, and says at the
 * end how good that was. Implementations are thread-safe, and their answer does not depend on the
 * order of the pictures.
 *
 * @param <R> what it says at the end
 */
public interface Evaluator<R> {
  /**
   * Takes note of what was found in a picture.
   *
   * @param imageId the picture's id in the data set
   * @param instances what was found, in pixels of the original picture
   * @throws io.github.sparsercnn.DatasetException if the data set has no such picture
   * @throws IllegalStateException if this picture was noted before
   */
  void process(long imageId, Instances instances);

  /**
   * Measures what was noted so far. Pictures that were not noted count as if nothing was found in
   * them.
   *
   * @return the measurement
   */
  R evaluate();
}
