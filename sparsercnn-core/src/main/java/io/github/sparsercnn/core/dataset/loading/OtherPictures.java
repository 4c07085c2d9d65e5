package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.util.Random;
import java.util.function.Function;

/** The rest of the dataset, for samples that are made of several pictures. Thread-safe. */
public interface OtherPictures {
  /**
   * Draws a picture at random, all with equal chances, and reads it. Where broken pictures are to
   * be replaced, it goes on until one can be read.
   *
   * @param random the sample's own stream
   * @param reading makes something of a picture
   * @param <T> what it makes
   * @return what it made
   * @throws io.github.sparsercnn.SparseRcnnException if the picture cannot be used
   */
  <T> T draw(Random random, Function<LabeledPicture, T> reading);
}
