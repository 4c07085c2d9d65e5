package io.github.sparsercnn.core.image;

/**
 * The colours of decoded JPEG samples, with the integers of libjpeg and Pillow.
 *
 * <p>ImageIO could do a part of this, but guesses other colour spaces than libjpeg, and refuses
 * four channels before Java 19.
 */
final class JpegColors {
  private static final int LEVELS = 256;
  private static final int CHROMA_CENTER = 128;
  private static final int SCALE_BITS = 16;
  private static final int ROUNDING = 1 << (SCALE_BITS - 1);

  private static final int[] RED_OF_CR = new int[LEVELS];
  private static final int[] BLUE_OF_CB = new int[LEVELS];
  private static final int[] GREEN_OF_CR = new int[LEVELS];
  private static final int[] GREEN_OF_CB = new int[LEVELS];

  static {
    for (int level = 0; level < LEVELS; level++) {
      int chroma = level - CHROMA_CENTER;
      RED_OF_CR[level] = (fixed(1.40200) * chroma + ROUNDING) >> SCALE_BITS;
      BLUE_OF_CB[level] = (fixed(1.77200) * chroma + ROUNDING) >> SCALE_BITS;
      GREEN_OF_CR[level] = -fixed(0.71414) * chroma;
      GREEN_OF_CB[level] = -fixed(0.34414) * chroma + ROUNDING;
    }
  }

  private JpegColors() {}

  private static int fixed(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }

  /**
   * The colours of decoded samples.
   *
   * @param samples of all pixels; may be written to
   * @param structure of the file that they come from
   * @return red, green and blue of each pixel
   */
  static byte[] toRgb(byte[] samples, JpegStructure structure) {
    if (structure.channels() == 1) {
      return grayToRgb(samples);
    }
    if (structure.isLumaChroma()) {
      lumaChromaToRgb(samples, structure.channels());
    }
    if (structure.channels() == 3) {
      return samples;
    }
    if (structure.isLumaChroma()) {
      complement(samples);
    }
    // Pillow takes all inks for inverted, as those of Photoshop are.
    return Cmyk.toRgb(samples, true);
  }

  private static byte[] grayToRgb(byte[] samples) {
    byte[] rgb = new byte[samples.length * 3];
    for (int in = 0, out = 0; in < samples.length; in++, out += 3) {
      rgb[out] = rgb[out + 1] = rgb[out + 2] = samples[in];
    }
    return rgb;
  }

  /** Red, green and blue into cyan, magenta and yellow, beside a black that stays. */
  private static void complement(byte[] samples) {
    for (int i = 0; i < samples.length; i++) {
      if (i % 4 != 3) {
        samples[i] = (byte) ~samples[i];
      }
    }
  }

  /** Turns luma and chroma into red, green and blue where they lie. */
  private static void lumaChromaToRgb(byte[] samples, int step) {
    for (int i = 0; i < samples.length; i += step) {
      int luma = samples[i] & 0xff;
      int cb = samples[i + 1] & 0xff;
      int cr = samples[i + 2] & 0xff;
      samples[i] = clip(luma + RED_OF_CR[cr]);
      samples[i + 1] = clip(luma + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> SCALE_BITS));
      samples[i + 2] = clip(luma + BLUE_OF_CB[cb]);
    }
  }

  /** Tests the usual case first: twice as fast here as a minimum of a maximum. */
  private static byte clip(int level) {
    boolean inRange = (level & -LEVELS) == 0;
    return (byte) (inRange ? level : ~level >> (Integer.SIZE - 1));
  }
}
