package io.github.sparsercnn.examples.video;

import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** Gives the frames of a video or a camera, upright. Bound to one thread at a time. */
public interface VideoSource extends AutoCloseable {
  /** {@return frames in a second, as the video says; above 0} */
  double framesPerSecond();

  /** {@return how many frames there will be, as far as the video says; 0 if it does not} */
  long expectedFrames();

  /**
   * The next frame.
   *
   * @return a picture that the caller may change, good until the next call; null at the end
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be read
   */
  @Nullable BufferedImage next();

  /** Lets go of the file or the camera. */
  @Override
  void close();
}
