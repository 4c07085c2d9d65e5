package io.github.sparsercnn.examples.video.javacv;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.video.VideoSink;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.jspecify.annotations.Nullable;

/** Encodes frames with FFmpeg, in codecs that players and browsers know. */
final class RecordedFrames implements VideoSink {
  /** What each kind of file is encoded with. */
  private static final Map<String, Integer> CODECS =
      Map.of(
          "mp4", avcodec.AV_CODEC_ID_H264,
          "mov", avcodec.AV_CODEC_ID_H264,
          "mkv", avcodec.AV_CODEC_ID_H264,
          "webm", avcodec.AV_CODEC_ID_VP8,
          "avi", avcodec.AV_CODEC_ID_MPEG4);

  /** Bits for each pixel of each frame: lines and labels stay sharp. */
  private static final double BITS_PER_PIXEL = 0.3;

  private static final int SMALLEST_BITRATE = 1_000_000;

  private final Path file;
  private final FFmpegFrameRecorder recorder;
  private final Java2DFrameConverter converter = new Java2DFrameConverter();

  /** Encoders halve the resolution of colours, so both sides are even: odd frames are padded. */
  private final BufferedImage canvas;

  private RecordedFrames(Path file, FFmpegFrameRecorder recorder) {
    this.file = file;
    this.recorder = recorder;
    canvas =
        new BufferedImage(
            recorder.getImageWidth(), recorder.getImageHeight(), BufferedImage.TYPE_3BYTE_BGR);
  }

  /**
   * Begins a video.
   *
   * @throws SparseRcnnException if it cannot be written
   */
  static RecordedFrames begin(Path file, int width, int height, double framesPerSecond) {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    @Nullable Integer codec = CODECS.get(extension);
    if (codec == null) {
      throw new SparseRcnnException(
          file + ": cannot write videos in this format; name it .mp4, .mov, .mkv, .webm or .avi");
    }
    FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(file.toFile(), even(width), even(height), 0);
    recorder.setVideoCodec(codec);
    recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    recorder.setFrameRate(framesPerSecond);
    recorder.setVideoBitrate(
        Math.max(SMALLEST_BITRATE, (int) (BITS_PER_PIXEL * width * height * framesPerSecond)));
    try {
      recorder.start();
    } catch (FrameRecorder.Exception e) {
      close(recorder, e);
      throw failed(file, e);
    }
    return new RecordedFrames(file, recorder);
  }

  private static int even(int side) {
    return side + side % 2;
  }

  @Override
  public void add(BufferedImage frame) {
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(frame, 0, 0, null);
    graphics.dispose();
    try {
      recorder.record(converter.convert(canvas));
    } catch (FrameRecorder.Exception e) {
      throw failed(file, e);
    }
  }

  @Override
  public void close() {
    converter.close();
    try {
      recorder.close();
    } catch (FrameRecorder.Exception e) {
      throw failed(file, e);
    }
  }

  private static void close(FFmpegFrameRecorder recorder, Exception cause) {
    try {
      recorder.close();
    } catch (FrameRecorder.Exception again) {
      cause.addSuppressed(again);
    }
  }

  private static SparseRcnnException failed(Path file, Exception e) {
    return new SparseRcnnException(file + ": cannot be written; FFmpeg says: " + e.getMessage(), e);
  }
}
