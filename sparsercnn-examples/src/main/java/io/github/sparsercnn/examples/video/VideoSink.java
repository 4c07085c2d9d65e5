package io.github.sparsercnn.examples.video;

import java.awt.image.BufferedImage;

/** Takes the frames of a video. Bound to one thread at a time. */
public interface VideoSink extends AutoCloseable {
  /**
   * Adds a frame.
   *
   * @param frame of the size that was named; not kept
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be written
   */
  void add(BufferedImage frame);

  /**
   * Completes the file.
   *
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be written
   */
  @Override
  void close();
}
