package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;

/** The picture {@code testcard:WxH}: stripes, patterns and an ellipse of integer arithmetic. */
public final class TestCard {
  private static final String PREFIX = "testcard:";

  private TestCard() {}

  /**
   * Draws the test card of a name.
   *
   * @param name for example {@code testcard:640x427}
   * @return the picture
   * @throws IllegalArgumentException if it is not such a name
   */
  public static RgbImage named(String name) {
    String[] sides = name.startsWith(PREFIX) ? name.substring(PREFIX.length()).split("x", 2) : null;
    if (sides == null || sides.length != 2) {
      throw new IllegalArgumentException("'" + name + "' is not of the form testcard:640x427");
    }
    return of(new ImageSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
  }

  /** Draws the test card of a size. */
  static RgbImage of(ImageSize size) {
    byte[] bytes = new byte[Math.multiplyExact(size.width() * size.height(), 3)];
    int i = 0;
    for (long y = 0; y < size.height(); y++) {
      for (long x = 0; x < size.width(); x++) {
        long red = (7 * x + 3 * y + ((x * y) >> 5)) & 255;
        long green = (2 * x + 11 * y + (x ^ y)) & 255;
        long blue = ((x >> 4) + (y >> 4)) % 2 * 120 + (((x * x + y * y) >> 6) & 127);
        long dx = x - size.width() / 2;
        long dy = y - size.height() / 2;
        boolean inverted = 9 * dx * dx + 16 * dy * dy < (long) size.height() * size.height();
        bytes[i++] = (byte) (inverted ? 255 - red : red);
        bytes[i++] = (byte) (inverted ? 255 - green : green);
        bytes[i++] = (byte) (inverted ? 255 - blue : blue);
      }
    }
    return new RgbImage(bytes, size);
  }
}
