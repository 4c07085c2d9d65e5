package io.github.sparsercnn.examples.smear;

import io.github.sparsercnn.ImageSize;
import java.awt.image.BufferedImage;

/** Turns optical densities into a picture: uneven light, a soft lens, dust and a grainy sensor. */
final class Camera {
  private static final double[] LIGHT = {201, 203, 192};
  private static final double FALL_OFF = 0.05;
  private static final double UNEVENNESS = 0.022;
  private static final double GRAIN = 2.6;
  private static final double COLOUR_GRAIN = 1.2;
  private static final int DUST = 7;
  private static final int[] LENS = {1, 4, 6, 4, 1};

  private final ImageSize size;
  private final Chance chance;

  Camera(ImageSize size, Chance chance) {
    this.size = size;
    this.chance = chance;
  }

  /**
   * @param density {@code [3][height * width]}
   */
  BufferedImage photograph(float[][] density) {
    addDust(density);
    float[][] light = new float[density.length][];
    SmoothNoise unevenness = new SmoothNoise(chance.seed(), size.width() / 2.5);
    for (int c = 0; c < density.length; c++) {
      light[c] = soften(illuminate(density[c], LIGHT[c], unevenness));
    }
    BufferedImage picture =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0, i = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, i++) {
        double grain = GRAIN * chance.gaussian();
        int rgb = 0;
        for (float[] plane : light) {
          double value = plane[i] + grain + COLOUR_GRAIN * chance.gaussian();
          rgb = rgb << 8 | (int) Math.min(255, Math.max(0, Math.rint(value)));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  private float[] illuminate(float[] density, double light, SmoothNoise unevenness) {
    float[] plane = new float[density.length];
    double halfWidth = size.width() / 2.0;
    double halfHeight = size.height() / 2.0;
    for (int y = 0, i = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, i++) {
        double u = (x - halfWidth) / halfWidth;
        double v = (y - halfHeight) / halfHeight;
        double lamp = 1 - FALL_OFF * (u * u + v * v) / 2 + UNEVENNESS * unevenness.at(x, y);
        plane[i] = (float) (light * lamp * StrictMath.exp(-density[i]));
      }
    }
    return plane;
  }

  private void addDust(float[][] density) {
    for (int i = 0; i < DUST; i++) {
      double x = chance.between(0, size.width());
      double y = chance.between(0, size.height());
      double strength = chance.between(0.05, 0.22);
      for (int row = (int) y - 6; row <= (int) y + 6; row++) {
        for (int column = (int) x - 6; column <= (int) x + 6; column++) {
          if (row < 0 || row >= size.height() || column < 0 || column >= size.width()) {
            continue;
          }
          double distance = Math.sqrt((column - x) * (column - x) + (row - y) * (row - y));
          double speck = Ramp.bump(0, 3, distance) - 0.35 * Ramp.bump(4.5, 2, distance);
          for (float[] plane : density) {
            plane[row * size.width() + column] += (float) (strength * speck);
          }
        }
      }
    }
  }

  /** A binomial blur of about one pixel. */
  private float[] soften(float[] plane) {
    return blur(blur(plane, 1, size.width()), size.width(), size.height());
  }

  private float[] blur(float[] plane, int stride, int length) {
    float[] blurred = new float[plane.length];
    for (int i = 0; i < plane.length; i++) {
      int position = i / stride % length;
      double sum = 0;
      for (int tap = -2; tap <= 2; tap++) {
        int neighbour = Math.min(length - 1, Math.max(0, position + tap));
        sum += LENS[tap + 2] * plane[i + (neighbour - position) * stride];
      }
      blurred[i] = (float) (sum / 16);
    }
    return blurred;
  }
}
