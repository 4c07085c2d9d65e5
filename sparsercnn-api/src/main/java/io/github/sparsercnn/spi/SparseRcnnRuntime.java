package io.github.sparsercnn.spi;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorOptions;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.Tiling;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerOptions;
import java.awt.image.BufferedImage;

/**
 * The implementation behind the api, found by {@link java.util.ServiceLoader}. Applications use
 * {@link Detector} instead.
 *
 * <p>Implementations are stateless, thread-safe, and have a public constructor without parameters
 * that loads no native code.
 */
public interface SparseRcnnRuntime {
  /**
   * Loads a model.
   *
   * @param options what to load and how to run it
   * @return the detector; the caller closes it
   * @throws io.github.sparsercnn.WeightsException if the weights cannot be used
   * @throws io.github.sparsercnn.ConfigException if the configuration cannot be used
   * @throws io.github.sparsercnn.NativeException if the device or LibTorch cannot be used
   */
  Detector open(DetectorOptions options);

  /**
   * Makes a detector of large pictures.
   *
   * @param detector looks at the tiles
   * @param tiling how pictures are cut
   * @return the detector; closing it closes the one given
   */
  Detector tiled(Detector detector, Tiling tiling);

  /**
   * Makes a trainer; nothing is loaded yet.
   *
   * @param options what to train on and how
   * @return the trainer
   */
  Trainer trainer(TrainerOptions options);

  /**
   * Draws boxes, labels and scores into a picture.
   *
   * @param instances what to draw
   * @param picture where to draw it, of the instances' image size; it is changed
   */
  void draw(Instances instances, BufferedImage picture);
}
