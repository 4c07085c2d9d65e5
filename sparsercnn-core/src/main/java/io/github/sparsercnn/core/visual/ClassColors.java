package io.github.sparsercnn.core.visual;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A colour for each class id: the same in every picture, and as different from the others as the
 * palette allows.
 *
 * <p>The palette is picked greedily: each colour is the candidate that is farthest from all before
 * it in Oklab, where distance is what the eye sees (B. Ottosson, "A perceptual color space for
 * image processing", 2020). So the first few classes differ most.
 */
public final class ClassColors {
  /** Colours before they repeat; as many as COCO has classes. */
  static final int COUNT = 80;

  /** Candidates lie on a grid of sRGB values of this step. */
  private static final int STEP = 15;

  /** Oklab limits: neither as dark nor as bright nor as grey as pictures often are. */
  private static final double MIN_LIGHTNESS = 0.52;

  private static final double MAX_LIGHTNESS = 0.9;
  private static final double MIN_CHROMA = 0.1;

  /** The first colour, from which the others keep away: a strong azure. */
  private static final Color FIRST = new Color(0, 135, 255);

  private static final List<Color> PALETTE = pick();

  private ClassColors() {}

  /**
   * The colour of a class.
   *
   * @param classId at least 0
   * @return its colour
   */
  public static Color of(int classId) {
    return PALETTE.get(classId % COUNT);
  }

  /**
   * Black or white, whichever is easier to read on a background (contrast of WCAG 2.1).
   *
   * @param background of the text
   * @return the colour of the text
   */
  public static Color textOn(Color background) {
    double luminance =
        0.2126 * linear(background.getRed())
            + 0.7152 * linear(background.getGreen())
            + 0.0722 * linear(background.getBlue());
    double onBlack = (luminance + 0.05) / 0.05;
    double onWhite = 1.05 / (luminance + 0.05);
    return onBlack > onWhite ? Color.BLACK : Color.WHITE;
  }

  /** Distance of two colours in Oklab; black and white are 1 apart. */
  static double distance(Color one, Color other) {
    return distance(oklab(one), oklab(other));
  }

  private static double distance(double[] one, double[] other) {
    return Math.sqrt(
        square(one[0] - other[0]) + square(one[1] - other[1]) + square(one[2] - other[2]));
  }

  private static List<Color> pick() {
    List<Color> candidates = candidates();
    double[][] labs = candidates.stream().map(ClassColors::oklab).toArray(double[][]::new);
    double[] toNearest = new double[labs.length];
    Arrays.fill(toNearest, Double.POSITIVE_INFINITY);
    List<Color> picked = new ArrayList<>();
    Color next = FIRST;
    while (picked.size() < COUNT) {
      picked.add(next);
      double[] lab = oklab(next);
      int farthest = 0;
      for (int i = 0; i < labs.length; i++) {
        toNearest[i] = Math.min(toNearest[i], distance(labs[i], lab));
        farthest = toNearest[i] > toNearest[farthest] ? i : farthest;
      }
      next = candidates.get(farthest);
    }
    return List.copyOf(picked);
  }

  private static List<Color> candidates() {
    List<Color> candidates = new ArrayList<>();
    for (int red = 0; red <= 255; red += STEP) {
      for (int green = 0; green <= 255; green += STEP) {
        for (int blue = 0; blue <= 255; blue += STEP) {
          Color color = new Color(red, green, blue);
          double[] lab = oklab(color);
          if (lab[0] >= MIN_LIGHTNESS
              && lab[0] <= MAX_LIGHTNESS
              && Math.hypot(lab[1], lab[2]) >= MIN_CHROMA) {
            candidates.add(color);
          }
        }
      }
    }
    return candidates;
  }

  private static double[] oklab(Color color) {
    double red = linear(color.getRed());
    double green = linear(color.getGreen());
    double blue = linear(color.getBlue());
    double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return new double[] {
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    };
  }

  /** The sRGB transfer function, from a byte to [0, 1]. */
  private static double linear(int srgb) {
    double value = srgb / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double square(double value) {
    return value * value;
  }
}
