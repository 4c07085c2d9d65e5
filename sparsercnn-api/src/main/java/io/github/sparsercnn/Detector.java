package io.github.sparsercnn;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Finds objects in pictures with a Sparse R-CNN.
 *
 * <pre>{@code
 * try (Detector detector = Detector.load(Path.of("r50_100pro_3x_model.pth"))) {
 *   Instances cells = detector.predict(Path.of("smear.jpg")).above(0.4f);
 *   for (Instance cell : cells) {
 *     System.out.println(cell); // RBC 0.93 [12.1, 40.0, 118.5, 141.9]
 *   }
 * }
 * }</pre>
 *
 * <p>Pictures of any size may be given: the detector resizes them as its configuration says, and
 * boxes come back in pixels of the picture given. All methods may be called by many threads at
 * once; they share one copy of the weights. A detector holds memory outside the Java heap until it
 * is closed.
 */
public interface Detector extends AutoCloseable {
  /**
   * Loads a model; its architecture is read from the weights.
   *
   * @param weights a detectron2 or mmdetection checkpoint, or safetensors
   * @return the detector; the caller closes it
   * @throws WeightsException if the weights cannot be used
   * @throws NativeException if LibTorch cannot be used
   * @throws SparseRcnnException if no implementation of the api is on the class path
   */
  static Detector load(Path weights) {
    return builder().weights(weights).build();
  }

  /** {@return a builder for everything that {@link #load} does not offer} */
  static DetectorBuilder builder() {
    return new DetectorBuilder();
  }

  /**
   * Finds the objects in a picture.
   *
   * @param image the picture
   * @return one instance per proposal, best first, boxes in pixels of {@code image}
   * @throws ImageException if the picture cannot be used
   * @throws NativeException if the computation failed, for example for want of memory
   * @throws IllegalStateException if the detector is closed
   */
  Instances predict(Image image);

  /**
   * Finds the objects in several pictures. Pictures of equal size after resizing and padding are
   * computed together.
   *
   * @param images the pictures
   * @return the instances of each picture, in the order given, equal to those of {@link
   *     #predict(Image)} within 1e-5
   * @throws ImageException if a picture cannot be used; the message names it
   * @throws NativeException if the computation failed, for example for want of memory
   * @throws IllegalStateException if the detector is closed
   */
  List<Instances> predict(List<? extends Image> images);

  /**
   * Finds the objects in a picture file: the same as {@code predict(Image.of(file))}.
   *
   * @param file the picture
   * @return as {@link #predict(Image)}
   */
  default Instances predict(Path file) {
    return predict(Image.of(file));
  }

  /**
   * Finds the objects in a picture read from a stream: the same as {@code
   * predict(Image.of(encoded))}.
   *
   * @param encoded the bytes of a picture file, read to the end and not closed
   * @return as {@link #predict(Image)}
   */
  default Instances predict(InputStream encoded) {
    return predict(Image.of(encoded));
  }

  /**
   * Finds the objects in a picture in memory: the same as {@code predict(Image.of(picture))}.
   *
   * @param picture the picture, not changed
   * @return as {@link #predict(Image)}
   */
  default Instances predict(BufferedImage picture) {
    return predict(Image.of(picture));
  }

  /**
   * The same detector for large pictures: it cuts them into tiles, looks at each, and puts the
   * answers together. A picture no larger than a tile is looked at as before. A picture of several
   * tiles may give more instances than there are proposals.
   *
   * @param tiling how pictures are cut
   * @return a detector on the same weights; closing it closes this one, and the other way round
   * @throws SparseRcnnException if no implementation of the api is on the class path
   */
  default Detector tiled(Tiling tiling) {
    return InstalledRuntime.find().tiled(this, Objects.requireNonNull(tiling, "tiling"));
  }

  /** {@return the classes that this model knows; also after {@link #close}} */
  Categories categories();

  /** {@return what this detector runs; also after {@link #close}} */
  ModelInfo info();

  /**
   * Gives the weights back, after the predictions that are running. Closing again does nothing;
   * predicting afterwards throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
