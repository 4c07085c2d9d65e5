package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import java.util.function.Function;

/** A detector that lets others watch its network at work. */
public interface TransparentDetector extends Detector {
  /**
   * Runs the network once on a picture in the size of the config, and shows what happens inside.
   *
   * @param <T> what the viewer makes of it
   * @param image the picture
   * @param viewer runs in an open scope, which frees the tensors of the view afterwards
   * @return what the viewer returned
   * @throws io.github.sparsercnn.ImageException if the picture cannot be used
   * @throws IllegalStateException if the detector is closed
   */
  <T> T view(Image image, Function<PredictionView, T> viewer);
}
