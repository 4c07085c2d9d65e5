package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.video.VideoLibrary;
import io.github.sparsercnn.examples.video.VideoSink;
import io.github.sparsercnn.examples.video.VideoSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows the frames of a video or of a camera to a detector and draws on them what it finds.
 *
 * @param library opens videos
 * @param threshold of the scores; they must be strictly greater
 */
record VideoDemo(VideoLibrary library, float threshold) {
  private static final int CAMERA = 0;

  /**
   * Writes a drawn copy of a video.
   *
   * @param video the video
   * @param target where to write; an older file is replaced once the copy is complete
   * @param out where to say what was done
   * @param showProgress whether to draw a progress bar on stderr
   */
  void draw(Detector detector, Path video, Path target, PrintWriter out, boolean showProgress)
      throws IOException {
    if (Files.exists(target) && Files.isSameFile(video, target)) {
      throw new SparseRcnnException(
          "the drawn copy would replace the video " + video + "; choose another --output");
    }
    Path partial = target.resolveSibling("partial-" + target.getFileName());
    try (VideoSource source = library.open(video)) {
      String told = copy(detector, source, partial, showProgress);
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      out.println(video + ": " + told);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Returns what was there. */
  private String copy(Detector detector, VideoSource source, Path target, boolean showProgress)
      throws IOException {
    BufferedImage frame = source.next();
    if (frame == null) {
      throw new SparseRcnnException("the video has no frames");
    }
    int width = frame.getWidth();
    int height = frame.getHeight();
    long frames = 0;
    long objects = 0;
    Files.createDirectories(target.toAbsolutePath().getParent());
    try (VideoSink sink = library.create(target, width, height, source.framesPerSecond());
        ProgressBar progress = showProgress ? progress(source.expectedFrames()) : null) {
      for (; frame != null; frame = source.next()) {
        objects += drawOn(frame, detector).size();
        sink.add(frame);
        frames++;
        if (progress != null) {
          progress.step();
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%d frames of %dx%d, %.1f objects a frame",
        frames,
        width,
        height,
        (double) objects / frames);
  }

  private static ProgressBar progress(long frames) {
    return new ProgressBarBuilder()
        .setTaskName("demo")
        .setUnit(" frames", 1)
        .setInitialMax(frames)
        .build();
  }

  /** Shows what the first camera sees until the window is closed. */
  void watch(Detector detector) throws InterruptedException {
    try (VideoSource source = library.camera(CAMERA);
        VideoWindow window = VideoWindow.open("sparsercnn demo")) {
      @Nullable BufferedImage frame = source.next();
      while (frame != null && window.isOpen()) {
        drawOn(frame, detector);
        window.show(frame);
        frame = source.next();
      }
    }
  }

  private Instances drawOn(BufferedImage frame, Detector detector) {
    Instances found = detector.predict(frame).above(threshold);
    found.drawOn(frame);
    return found;
  }
}
