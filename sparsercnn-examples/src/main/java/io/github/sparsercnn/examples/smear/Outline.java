package io.github.sparsercnn.examples.smear;

import io.github.sparsercnn.Box;

/** The closed curve around a cell: an ellipse with a few soft dents. */
final class Outline {
  private static final int FIRST_HARMONIC = 2;
  private static final int HARMONICS = 3;
  private static final int BOX_SAMPLES = 360;

  private final double centreX;
  private final double centreY;
  private final double radius;
  private final double stretch;
  private final double cosTilt;
  private final double sinTilt;
  private final double[] amplitudes = new double[HARMONICS];
  private final double[] phases = new double[HARMONICS];

  /**
   * @param radius in pixels, of the circle of about the same area
   * @param elongation long over short axis, at least 1
   * @param dents depth of the dents relative to the radius
   */
  Outline(
      double centreX,
      double centreY,
      double radius,
      double elongation,
      double dents,
      Chance chance) {
    this.centreX = centreX;
    this.centreY = centreY;
    this.radius = radius;
    stretch = Math.sqrt(elongation);
    double tilt = chance.angle();
    cosTilt = StrictMath.cos(tilt);
    sinTilt = StrictMath.sin(tilt);
    for (int i = 0; i < HARMONICS; i++) {
      amplitudes[i] = dents * chance.between(0, 1) / (i + 1);
      phases[i] = chance.angle();
    }
  }

  double centreX() {
    return centreX;
  }

  double centreY() {
    return centreY;
  }

  double radius() {
    return radius;
  }

  /** How far out a point lies: 0 in the centre, 1 on the curve. */
  double reach(double x, double y) {
    double dx = x - centreX;
    double dy = y - centreY;
    double along = (dx * cosTilt + dy * sinTilt) / stretch;
    double across = (dy * cosTilt - dx * sinTilt) * stretch;
    double distance = Math.sqrt(along * along + across * across);
    return distance / (radius * swell(StrictMath.atan2(across, along)));
  }

  private double swell(double angle) {
    double swell = 1;
    for (int i = 0; i < HARMONICS; i++) {
      swell += amplitudes[i] * StrictMath.cos((FIRST_HARMONIC + i) * angle + phases[i]);
    }
    return swell;
  }

  /** The smallest upright box around the curve; it may leave the picture. */
  Box box() {
    double x1 = Double.POSITIVE_INFINITY;
    double y1 = Double.POSITIVE_INFINITY;
    double x2 = Double.NEGATIVE_INFINITY;
    double y2 = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < BOX_SAMPLES; i++) {
      double angle = 2 * Math.PI * i / BOX_SAMPLES;
      double r = radius * swell(angle);
      double along = r * StrictMath.cos(angle) * stretch;
      double across = r * StrictMath.sin(angle) / stretch;
      double x = centreX + along * cosTilt - across * sinTilt;
      double y = centreY + along * sinTilt + across * cosTilt;
      x1 = Math.min(x1, x);
      y1 = Math.min(y1, y);
      x2 = Math.max(x2, x);
      y2 = Math.max(y2, y);
    }
    return new Box((float) x1, (float) y1, (float) x2, (float) y2);
  }
}
