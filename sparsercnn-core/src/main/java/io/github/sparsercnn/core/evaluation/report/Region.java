package io.github.sparsercnn.core.evaluation.report;

/**
 * A rectangle of a picture, in the pixels that the annotations speak of.
 *
 * @param x left
 * @param y top
 * @param width above 0
 * @param height above 0
 */
record Region(double x, double y, double width, double height) {
  /** Around a box, as a part of its longer side. */
  private static final double MARGIN = 0.5;

  /** Smaller views show nothing of the surroundings. */
  private static final double SMALLEST_SIDE = 40;

  /** The smallest region that holds two. */
  Region and(Region other) {
    double left = Math.min(x, other.x);
    double top = Math.min(y, other.y);
    return new Region(
        left,
        top,
        Math.max(x + width, other.x + other.width) - left,
        Math.max(y + height, other.y + other.height) - top);
  }

  boolean overlaps(Region other) {
    return x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }

  /** A square around this region, with a margin, moved and cut to lie within a frame. */
  Region surroundings(Region frame) {
    double side = Math.max(SMALLEST_SIDE, Math.max(width, height) * (1 + 2 * MARGIN));
    double wide = Math.min(side, frame.width);
    double high = Math.min(side, frame.height);
    return new Region(
        clamp(x + width / 2 - wide / 2, frame.width - wide),
        clamp(y + height / 2 - high / 2, frame.height - high),
        wide,
        high);
  }

  private static double clamp(double value, double max) {
    return Math.max(0, Math.min(max, value));
  }

  /** As SVG's {@code viewBox}. */
  String viewBox() {
    return String.join(
        " ",
        Shown.coordinate(x),
        Shown.coordinate(y),
        Shown.coordinate(width),
        Shown.coordinate(height));
  }
}
