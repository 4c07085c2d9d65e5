package io.github.sparsercnn;

/**
 * The size of a picture in pixels.
 *
 * @param width pixels from left to right, at least 1
 * @param height pixels from top to bottom, at least 1
 */
public record ImageSize(int width, int height) {
  /**
   * Makes a size.
   *
   * @param width at least 1
   * @param height at least 1
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("image size must be positive: " + width + "x" + height);
    }
  }

  /** Returns for example {@code 640x480}, width first. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
