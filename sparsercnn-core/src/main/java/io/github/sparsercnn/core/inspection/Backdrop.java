package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.awt.image.BufferedImage;

/**
 * A small copy of the picture, to draw on.
 *
 * @param copy the picture at the size of a panel
 * @param scale pixels of the copy per pixel of the picture
 */
record Backdrop(RgbImage copy, double scale) {
  private static final int BYTE = 0xff;
  private static final int CHANNELS = 3;

  /** Dimmed grey levels: dark enough for bright lines, light enough to see what is there. */
  private static final int DARKEST = 30;

  private static final int BRIGHTEST = 150;

  /** Grey is this much of red, green and blue (Rec. 601), over 1000. */
  private static final int RED = 299;

  private static final int GREEN = 587;
  private static final int BLUE = 114;
  private static final int WHOLE = 1000;

  /** Fits the picture into a square, without making it larger. */
  static Backdrop of(RgbImage picture, int longestSide) {
    return new Backdrop(
        picture, Math.min(1, (double) longestSide / Math.max(picture.width(), picture.height())))
        .shrunk();
  }

  private Backdrop shrunk() {
    ImageSize size =
        new ImageSize(
            Math.max(1, (int) Math.round(copy.width() * scale)),
            Math.max(1, (int) Math.round(copy.height() * scale)));
    return new Backdrop(PillowResize.bilinear(copy, size), scale);
  }

  int width() {
    return copy.width();
  }

  int height() {
    return copy.height();
  }

  /** The picture in its colours. */
  BufferedImage colored() {
    BufferedImage picture = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        picture.setRGB(x, y, sample(x, y, 0) << 16 | sample(x, y, 1) << 8 | sample(x, y, 2));
      }
    }
    return picture;
  }

  /** The picture in dim grey, so that lines of any bright colour show on it. */
  BufferedImage dimmed() {
    BufferedImage picture = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        int grey =
            (RED * sample(x, y, 0) + GREEN * sample(x, y, 1) + BLUE * sample(x, y, 2)) / WHOLE;
        int level = DARKEST + grey * (BRIGHTEST - DARKEST) / BYTE;
        picture.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
    return picture;
  }

  private int sample(int x, int y, int channel) {
    return copy.bytes()[(y * width() + x) * CHANNELS + channel] & BYTE;
  }
}
