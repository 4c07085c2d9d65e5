package io.github.sparsercnn.examples.bench.problem;

/**
 * A box in pixels.
 *
 * @param x left
 * @param y top
 * @param width at least 0
 * @param height at least 0
 */
record Rectangle(double x, double y, double width, double height) {
  private static final double HUNDREDTHS = 100;

  /** The part inside an image, moved inside first if its corner lies outside. */
  Rectangle within(int imageWidth, int imageHeight) {
    double left = Math.min(Math.max(x, 0), imageWidth - 1);
    double top = Math.min(Math.max(y, 0), imageHeight - 1);
    return new Rectangle(
        left,
        top,
        Math.min(Math.max(width, 1), imageWidth - left),
        Math.min(Math.max(height, 1), imageHeight - top));
  }

  /** With two decimals, as COCO's annotations have them. */
  Rectangle inHundredths() {
    return new Rectangle(hundredths(x), hundredths(y), hundredths(width), hundredths(height));
  }

  /** With the precision of 32 bits, as detectors have it. */
  Rectangle inSinglePrecision() {
    return new Rectangle((float) x, (float) y, (float) width, (float) height);
  }

  double area() {
    return width * height;
  }

  static double hundredths(double value) {
    return Math.rint(value * HUNDREDTHS) / HUNDREDTHS;
  }
}
