package io.github.sparsercnn;

import java.util.Locale;

/**
 * A rectangle in a picture, by its left upper and right lower corner. The right and lower edge are
 * where the box ends, not its last pixel: a box over a whole picture is {@code [0, 0, width,
 * height]}.
 *
 * @param x1 left edge, in pixels
 * @param y1 upper edge, in pixels
 * @param x2 right edge, in pixels, at least {@code x1}
 * @param y2 lower edge, in pixels, at least {@code y1}
 */
public record Box(float x1, float y1, float x2, float y2) {
  /**
   * Makes a box.
   *
   * @param x1 left edge
   * @param y1 upper edge
   * @param x2 right edge
   * @param y2 lower edge
   * @throws IllegalArgumentException if an edge is not finite, or the right or lower edge comes
   *     before the left or upper one
   */
  public Box {
    check(x1, y1, x2, y2);
  }

  static void check(float x1, float y1, float x2, float y2) {
    if (!(Float.isFinite(x1) && Float.isFinite(y1) && Float.isFinite(x2) && Float.isFinite(y2))) {
      throw new IllegalArgumentException(
          "box edges must be finite: [" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + "]");
    }
    if (x2 < x1 || y2 < y1) {
      throw new IllegalArgumentException(
          "a box is [x1, y1, x2, y2] with x1 <= x2 and y1 <= y2, got ["
              + x1
              + ", "
              + y1
              + ", "
              + x2
              + ", "
              + y2
              + "]");
    }
  }

  /** {@return pixels from the left to the right edge} */
  public float width() {
    return x2 - x1;
  }

  /** {@return pixels from the upper to the lower edge} */
  public float height() {
    return y2 - y1;
  }

  /** {@return the area in square pixels} */
  public float area() {
    return width() * height();
  }

  /**
   * Compares with another box.
   *
   * @param other a box in the same picture
   * @return intersection over union in [0, 1]; 0 where a box is empty
   */
  public float iou(Box other) {
    double width = (double) Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = (double) Math.min(y2, other.y2) - Math.max(y1, other.y1);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double intersection = width * height;
    return (float) (intersection / (exactArea() + other.exactArea() - intersection));
  }

  /** In doubles, where no area of finite edges overflows or vanishes. */
  private double exactArea() {
    return ((double) x2 - x1) * ((double) y2 - y1);
  }

  /** Returns the edges to a tenth of a pixel, for example {@code [12.1, 40.0, 118.5, 141.9]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.1f, %.1f, %.1f, %.1f]", x1, y1, x2, y2);
  }
}
