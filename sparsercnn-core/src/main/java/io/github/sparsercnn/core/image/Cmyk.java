package io.github.sparsercnn.core.image;

/** Printing inks as Pillow turns them into colours: {@code cmyk2rgb} of its {@code Convert.c}. */
final class Cmyk {
  private static final int FULL = 255;

  /** Cyan, magenta, yellow, black. */
  static final int CHANNELS = 4;

  private Cmyk() {}

  /**
   * The colours of pixels.
   *
   * @param inks cyan, magenta, yellow and black of each pixel; 0 is none
   * @param inverted whether 255 is none, as in JPEG files
   * @return red, green and blue of each pixel
   */
  static byte[] toRgb(byte[] inks, boolean inverted) {
    int mask = inverted ? FULL : 0;
    byte[] rgb = new byte[inks.length / CHANNELS * 3];
    for (int in = 0, out = 0; in < inks.length; in += CHANNELS) {
      int light = FULL - ((inks[in + 3] & FULL) ^ mask);
      for (int c = 0; c < 3; c++) {
        int ink = (inks[in + c] & FULL) ^ mask;
        rgb[out++] = (byte) (light - scaled(ink, light));
      }
    }
    return rgb;
  }

  /** {@code a * b / 255}, rounded. */
  private static int scaled(int a, int b) {
    int product = a * b + FULL / 2 + 1;
    return (product + (product >> 8)) >> 8;
  }
}
