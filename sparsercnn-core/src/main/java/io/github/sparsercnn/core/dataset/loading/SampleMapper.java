package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.util.Random;

/**
 * Makes training samples of a dataset's pictures. Implementations are thread-safe and draw all
 * their random numbers from the stream given, so that a sample does not depend on who makes it.
 */
@FunctionalInterface
public interface SampleMapper {
  /**
   * Makes a sample.
   *
   * @param picture what the dataset says
   * @param random the sample's own stream
   * @param others the rest of the dataset, for samples made of several pictures
   * @return the sample
   * @throws io.github.sparsercnn.ImageException if the picture cannot be read
   * @throws io.github.sparsercnn.DatasetException if it is not the one that was labelled
   */
  TrainingSample map(LabeledPicture picture, Random random, OtherPictures others);
}
