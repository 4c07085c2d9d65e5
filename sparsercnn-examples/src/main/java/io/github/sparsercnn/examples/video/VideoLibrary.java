package io.github.sparsercnn.examples.video;

import io.github.sparsercnn.SparseRcnnException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Opens videos and cameras. Thread-safe. */
public interface VideoLibrary {
  /**
   * The library that this build came with.
   *
   * @return the library
   * @throws SparseRcnnException if it came without; the message says how to build with it
   */
  static VideoLibrary installed() {
    return ServiceLoader.load(VideoLibrary.class, VideoLibrary.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new SparseRcnnException(
                    "this build came without videos and cameras; run with SPARSERCNN_PROFILES=video"
                        + " once, which builds anew (or: mvn -Pvideo -pl sparsercnn-examples -am"
                        + " package)"));
  }

  /**
   * Opens a video.
   *
   * @param file the video
   * @return its frames; the caller closes it
   * @throws SparseRcnnException if it cannot be read
   */
  VideoSource open(Path file);

  /**
   * Opens a camera.
   *
   * @param number from 0
   * @return its frames, without end; the caller closes it
   * @throws SparseRcnnException if there is none, or it cannot be used
   */
  VideoSource camera(int number);

  /**
   * Begins a video.
   *
   * @param file where to write; its extension names the format, mp4, mov, mkv, webm or avi
   * @param width of the frames, in pixels
   * @param height of the frames, in pixels
   * @param framesPerSecond above 0
   * @return takes the frames; the caller closes it, which completes the file
   * @throws SparseRcnnException if it cannot be written
   */
  VideoSink create(Path file, int width, int height, double framesPerSecond);
}
