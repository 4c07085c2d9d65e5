package io.github.sparsercnn.core.dataset.format;

import org.jspecify.annotations.Nullable;

/** What a box in {@code xywh} must be: finite, and not turned inside out. */
public final class BoxCheck {
  private BoxCheck() {}

  /**
   * Looks at a box. Empty boxes and boxes outside the image are boxes.
   *
   * @param x left
   * @param y top
   * @param width must not be negative
   * @param height must not be negative
   * @return what is wrong with it, or null
   */
  public static @Nullable String problem(double x, double y, double width, double height) {
    if (!(Double.isFinite(x)
        && Double.isFinite(y)
        && Double.isFinite(width)
        && Double.isFinite(height))) {
      return "bbox is "
          + text(x, y, width, height)
          + ", expected four finite numbers [x, y, width, height]";
    }
    if (width < 0 || height < 0) {
      return "bbox is "
          + text(x, y, width, height)
          + " with a negative side, expected [x, y, width, height]";
    }
    return null;
  }

  private static String text(double x, double y, double width, double height) {
    return "[" + x + ", " + y + ", " + width + ", " + height + "]";
  }
}
