package io.github.sparsercnn.examples.video.javacv;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.video.VideoSource;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.jspecify.annotations.Nullable;

/** The frames that FFmpeg decodes. */
final class GrabbedFrames implements VideoSource {
  /** For videos that do not say how fast they are. */
  private static final double USUAL_RATE = 25;

  private static final int QUARTER = 90;

  private final FFmpegFrameGrabber grabber;
  private final Java2DFrameConverter converter = new Java2DFrameConverter();
  private final int quarters;

  /**
   * @param grabber started; closed with this
   */
  GrabbedFrames(FFmpegFrameGrabber grabber) {
    this.grabber = grabber;
    // Telephones hold the camera as they like, and write down by how much to turn back.
    double clockwise = -grabber.getDisplayRotation();
    quarters = Double.isNaN(clockwise) ? 0 : Math.floorMod(Math.round(clockwise / QUARTER), 4);
  }

  @Override
  public double framesPerSecond() {
    double rate = grabber.getVideoFrameRate();
    return rate > 0 && !Double.isInfinite(rate) ? rate : USUAL_RATE;
  }

  @Override
  public long expectedFrames() {
    return Math.max(0, grabber.getLengthInVideoFrames());
  }

  @Override
  public @Nullable BufferedImage next() {
    try {
      Frame frame = grabber.grabImage();
      if (frame == null) {
        return null;
      }
      BufferedImage picture = converter.convert(frame);
      return quarters == 0 ? picture : turned(picture, quarters);
    } catch (FrameGrabber.Exception e) {
      throw new SparseRcnnException("the video cannot be read on: " + e.getMessage(), e);
    }
  }

  private static BufferedImage turned(BufferedImage picture, int quarters) {
    boolean upright = quarters % 2 == 0;
    int width = upright ? picture.getWidth() : picture.getHeight();
    int height = upright ? picture.getHeight() : picture.getWidth();
    BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    AffineTransform turn = new AffineTransform();
    turn.translate(width / 2.0, height / 2.0);
    turn.quadrantRotate(quarters);
    turn.translate(-picture.getWidth() / 2.0, -picture.getHeight() / 2.0);
    Graphics2D graphics = turned.createGraphics();
    graphics.drawImage(picture, turn, null);
    graphics.dispose();
    return turned;
  }

  @Override
  public void close() {
    converter.close();
    try {
      grabber.close();
    } catch (FrameGrabber.Exception e) {
      throw new SparseRcnnException("the video cannot be closed: " + e.getMessage(), e);
    }
  }
}
