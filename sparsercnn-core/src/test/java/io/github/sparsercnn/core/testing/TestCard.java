package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;

/**
 * The picture {@code testcard:WxH} that the goldens are made of; its formula is in their README.
 */
public final class TestCard {
  private static final String PREFIX = "testcard:";

  private TestCard() {}

  /** Draws the test card of a size. */
  public static RgbImage of(int width, int height) {
    byte[] bytes = new byte[width * height * 3];
    int i = 0;
    for (long y = 0; y < height; y++) {
      for (long x = 0; x < width; x++) {
        long red = (7 * x + 3 * y + ((x * y) >> 5)) & 255;
        long green = (2 * x + 11 * y + (x ^ y)) & 255;
        long blue = ((x >> 4) + (y >> 4)) % 2 * 120 + (((x * x + y * y) >> 6) & 127);
        long dx = x - width / 2;
        long dy = y - height / 2;
        boolean inverted = 9 * dx * dx + 16 * dy * dy < (long) height * height;
        bytes[i++] = (byte) (inverted ? 255 - red : red);
        bytes[i++] = (byte) (inverted ? 255 - green : green);
        bytes[i++] = (byte) (inverted ? 255 - blue : blue);
      }
    }
    return new RgbImage(bytes, new ImageSize(width, height));
  }

  /** Whether a golden's image name means a test card. */
  public static boolean isName(String name) {
    return name.startsWith(PREFIX);
  }

  /** Draws the test card of a golden's image name, for example {@code testcard:640x427}. */
  public static RgbImage named(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a test card: " + name);
    }
    String[] sides = name.substring(PREFIX.length()).split("x", -1);
    return of(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
