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

  /** Of the darkest and of the brightest pixels, this share becomes black and white. */
  private static final double LOW = 0.01;

  /** Grey is this much of red, green and blue (Rec. 601). */
  private static final double RED = 0.299;

  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /** Fits the picture into a square, without making it larger. */
  static Backdrop of(RgbImage picture, int longestSide) {
    return new Backdrop(
            picture,
            Math.min(1, (double) longestSide / Math.max(picture.width(), picture.height())))
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

  /** The picture in dim grey with full contrast, so that lines of any bright colour show on it. */
  BufferedImage dimmed() {
    float[] greys = new float[width() * height()];
    for (int i = 0; i < greys.length; i++) {
      int x = i % width();
      int y = i / width();
      greys[i] = (float) (RED * sample(x, y, 0) + GREEN * sample(x, y, 1) + BLUE * sample(x, y, 2));
    }
    Spread spread = Spread.of(greys);
    float low = spread.at(LOW);
    float range = Math.max(1, spread.at(1 - LOW) - low);
    BufferedImage picture = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < greys.length; i++) {
      float share = Math.max(0, Math.min(1, (greys[i] - low) / range));
      int level = DARKEST + Math.round(share * (BRIGHTEST - DARKEST));
      picture.setRGB(i % width(), i / width(), level << 16 | level << 8 | level);
    }
    return picture;
  }

  private int sample(int x, int y, int channel) {
    return copy.bytes()[(y * width() + x) * CHANNELS + channel] & BYTE;
  }
}
