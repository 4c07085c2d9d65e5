package io.github.sparsercnn.examples.video.javacv;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.video.VideoLibrary;
import io.github.sparsercnn.examples.video.VideoSink;
import io.github.sparsercnn.examples.video.VideoSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;

/** Videos and cameras through FFmpeg. */
public final class JavaCvLibrary implements VideoLibrary {
  /** For {@link java.util.ServiceLoader}. */
  public JavaCvLibrary() {
    avutil.av_log_set_level(avutil.AV_LOG_FATAL); // errors come back as exceptions
  }

  @Override
  public VideoSource open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new SparseRcnnException("no such video: " + file);
    }
    return new GrabbedFrames(start(new FFmpegFrameGrabber(file.toFile()), file + ": no video"));
  }

  @Override
  public VideoSource camera(int number) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String device;
    String format;
    if (system.startsWith("mac")) {
      format = "avfoundation";
      device = Integer.toString(number);
    } else if (system.startsWith("windows")) {
      format = "vfwcap";
      device = Integer.toString(number);
    } else {
      format = "video4linux2";
      device = "/dev/video" + number;
    }
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(device);
    grabber.setFormat(format);
    return new GrabbedFrames(
        start(grabber, "camera " + number + " (" + device + ") cannot be used"));
  }

  private static FFmpegFrameGrabber start(FFmpegFrameGrabber grabber, String failure) {
    try {
      grabber.start();
      if (!grabber.hasVideo()) {
        throw new FrameGrabber.Exception("it holds no pictures");
      }
      return grabber;
    } catch (FrameGrabber.Exception e) {
      try {
        grabber.close();
      } catch (FrameGrabber.Exception again) {
        e.addSuppressed(again);
      }
      throw new SparseRcnnException(failure + "; FFmpeg says: " + e.getMessage(), e);
    }
  }

  @Override
  public VideoSink create(Path file, int width, int height, double framesPerSecond) {
    return RecordedFrames.begin(file, width, height, framesPerSecond);
  }
}
