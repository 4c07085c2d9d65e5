package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.image.RgbImage;
import java.util.Random;

/**
 * Changes the colours of a picture as another lamp or camera would. Beyond the official recipe.
 *
 * <p>Each strength is drawn anew for each picture, evenly within its limits. All four changes
 * together are one affine map of the colours, so that samples are rounded and clipped only once,
 * and their order does not matter: brightness multiplies; contrast stretches around the mean grey
 * of the picture; saturation stretches around the grey of each pixel; hue turns chroma (U and V of
 * BT.601) and leaves brightness alone.
 *
 * @param brightness 0.2 for factors from 0.8 to 1.2
 * @param contrast likewise
 * @param saturation likewise
 * @param hue 0.1 for up to a tenth of the colour circle either way, at most 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue)
    implements Augmentation {
  private static final int CHANNELS = 3;
  private static final int LARGEST_SAMPLE = 255;
  private static final double WHOLE_TURN = 2 * Math.PI;
  private static final double LARGEST_HUE = 0.5;

  /** BT.601: grey of red, green and blue. */
  private static final double[] GREY = {0.299, 0.587, 0.114};

  /** BT.601: U is blue without grey times this. */
  private static final double U_SCALE = 0.492;

  /** BT.601: V is red without grey times this. */
  private static final double V_SCALE = 0.877;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or hue is above 0.5
   */
  public ColorJitter {
    requireLimit("brightness", brightness, Double.MAX_VALUE);
    requireLimit("contrast", contrast, Double.MAX_VALUE);
    requireLimit("saturation", saturation, Double.MAX_VALUE);
    requireLimit("hue", hue, LARGEST_HUE);
  }

  private static void requireLimit(String name, double limit, double largest) {
    if (!(limit >= 0 && limit <= largest)) {
      throw new IllegalArgumentException(
          name
              + " "
              + limit
              + ", expected 0 "
              + (largest == Double.MAX_VALUE ? "or more" : "to " + largest));
    }
  }

  @Override
  public AugmentedPicture apply(AugmentedPicture picture, Random random) {
    double brighter = factor(brightness, random);
    double stretched = factor(contrast, random);
    double fuller = factor(saturation, random);
    double turn = WHOLE_TURN * hue * (2 * random.nextDouble() - 1);
    RgbImage image = picture.image();
    float[][] map = new float[CHANNELS][CHANNELS];
    for (int in = 0; in < CHANNELS; in++) {
      double[] primary = new double[CHANNELS];
      primary[in] = brighter * stretched;
      double[] changed = withChroma(primary, fuller * Math.cos(turn), fuller * Math.sin(turn));
      for (int out = 0; out < CHANNELS; out++) {
        map[out][in] = (float) changed[out];
      }
    }
    double shift = stretched == 1 ? 0 : (1 - stretched) * brighter * meanGrey(image);
    return picture.recolored(mapped(image, map, (float) shift));
  }

  private static double factor(double limit, Random random) {
    return Math.max(0, 1 + limit * (2 * random.nextDouble() - 1));
  }

  /** Stretches and turns a colour around its grey. */
  private static double[] withChroma(double[] color, double cos, double sin) {
    double grey = GREY[0] * color[0] + GREY[1] * color[1] + GREY[2] * color[2];
    double u = U_SCALE * (color[2] - grey);
    double v = V_SCALE * (color[0] - grey);
    double red = grey + (u * sin + v * cos) / V_SCALE;
    double blue = grey + (u * cos - v * sin) / U_SCALE;
    double green = (grey - GREY[0] * red - GREY[2] * blue) / GREY[1];
    return new double[] {red, green, blue};
  }

  private static double meanGrey(RgbImage image) {
    byte[] bytes = image.bytes();
    long[] sums = new long[CHANNELS];
    for (int i = 0; i < bytes.length; i += CHANNELS) {
      sums[0] += bytes[i] & 0xff;
      sums[1] += bytes[i + 1] & 0xff;
      sums[2] += bytes[i + 2] & 0xff;
    }
    double grey = GREY[0] * sums[0] + GREY[1] * sums[1] + GREY[2] * sums[2];
    return grey * CHANNELS / bytes.length;
  }

  private static RgbImage mapped(RgbImage image, float[][] map, float shift) {
    byte[] to = new byte[image.bytes().length];
    for (int out = 0; out < CHANNELS; out++) {
      map(image.bytes(), to, out, map[out], shift);
    }
    return new RgbImage(to, image.size());
  }

  /** One channel at a time keeps the weights in registers. */
  private static void map(byte[] from, byte[] to, int out, float[] row, float shift) {
    float red = row[0];
    float green = row[1];
    float blue = row[2];
    for (int i = 0; i < from.length; i += CHANNELS) {
      float value =
          red * (from[i] & 0xff) + green * (from[i + 1] & 0xff) + blue * (from[i + 2] & 0xff);
      to[i + out] = sample(value + shift);
    }
  }

  private static byte sample(float value) {
    return (byte) (Math.max(0, Math.min(value, LARGEST_SAMPLE)) + 0.5f);
  }
}
