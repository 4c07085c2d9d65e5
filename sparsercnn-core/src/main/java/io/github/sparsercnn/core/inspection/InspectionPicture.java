package io.github.sparsercnn.core.inspection;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * One picture of the folder, and how to read it.
 *
 * @param file its name
 * @param title what it is called
 * @param shows what it shows
 * @param healthy what it looks like if the network is well
 * @param sick what it looks like if not, and what that means
 * @param width in pixels
 * @param height in pixels
 * @param bytes of the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InspectionPicture(
    String file,
    String title,
    String shows,
    String healthy,
    String sick,
    int width,
    int height,
    byte[] bytes) {

  /** With a drawing, as PNG. */
  static InspectionPicture png(
      String file, String title, String shows, String healthy, String sick, BufferedImage drawing) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawing, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return new InspectionPicture(
        file,
        title,
        shows,
        healthy,
        sick,
        drawing.getWidth(),
        drawing.getHeight(),
        stream.toByteArray());
  }
}
