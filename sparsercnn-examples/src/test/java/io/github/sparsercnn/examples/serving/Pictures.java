package io.github.sparsercnn.examples.serving;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small picture files. */
final class Pictures {
  static final int WIDTH = 12;
  static final int HEIGHT = 8;

  /** The red of pictures that the {@link GatedDetector} fails on. */
  static final int POISON = 13;

  private Pictures() {}

  /** A PNG of one colour. */
  static byte[] ofRed(int red) {
    return png(red, WIDTH, HEIGHT);
  }

  static byte[] png(int red, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(red, 0, 0));
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
