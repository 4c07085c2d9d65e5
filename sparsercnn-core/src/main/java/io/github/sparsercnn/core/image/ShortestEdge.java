package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;

/**
 * The size rule of detectron2's {@code ResizeShortestEdge}: the shorter side becomes {@code
 * length}, unless the longer one would pass {@code maxSize}; then the longer one becomes {@code
 * maxSize}. The aspect ratio is kept up to rounding.
 *
 * @param length of the shorter side in pixels, at least 1
 * @param maxSize largest length of the longer side in pixels, at least 1
 */
public record ShortestEdge(int length, int maxSize) {
  /** A {@code maxSize} for pictures that may grow without bound. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public ShortestEdge {
    if (length < 1 || maxSize < 1) {
      throw new IllegalArgumentException(
          "shortest edge and its maximum must be positive: " + length + ", " + maxSize);
    }
  }

  /**
   * The size that a picture is resized to.
   *
   * @param size of the picture
   * @return the size after the resize; a side that would vanish keeps 1 pixel (detectron2 fails)
   */
  public ImageSize apply(ImageSize size) {
    double scale = (double) length / Math.min(size.width(), size.height());
    boolean wide = size.height() < size.width();
    double height = wide ? length : scale * size.height();
    double width = wide ? scale * size.width() : length;
    double longer = Math.max(height, width);
    if (longer > maxSize) {
      double shrink = maxSize / longer;
      height *= shrink;
      width *= shrink;
    }
    return new ImageSize(round(width), round(height));
  }

  private static int round(double side) {
    return Math.max((int) (side + 0.5), 1);
  }
}
