package io.github.sparsercnn.core.evaluation;

import java.util.List;

/**
 * A range of box areas, both ends included: COCO's ranges share their borders, so a box of exactly
 * 1024 square pixels is small and medium.
 *
 * @param name what tables call it; the twelve figures use {@code all}, {@code small}, {@code
 *     medium} and {@code large}
 * @param min the smallest area in square pixels of the original image
 * @param max the largest area in square pixels of the original image
 */
public record AreaRange(String name, double min, double max) {
  /** Every area that COCO knows, up to 10^10 square pixels. */
  public static final AreaRange ALL = new AreaRange("all", 0, 1e10);

  /** Up to 32 x 32 pixels. */
  public static final AreaRange SMALL = new AreaRange("small", 0, 1024);

  /** From 32 x 32 to 96 x 96 pixels. */
  public static final AreaRange MEDIUM = new AreaRange("medium", 1024, 9216);

  /** From 96 x 96 pixels. */
  public static final AreaRange LARGE = new AreaRange("large", 9216, 1e10);

  /** The four ranges of COCO, in pycocotools' order. */
  public static final List<AreaRange> COCO = List.of(ALL, SMALL, MEDIUM, LARGE);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the name is blank or the ends are not a range
   */
  public AreaRange {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an area range needs a name");
    }
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "area range " + name + " must have min <= max, got [" + min + ", " + max + "]");
    }
  }

  /**
   * Whether an area lies in the range.
   *
   * @param area in square pixels
   * @return true on the borders, too
   */
  public boolean contains(double area) {
    return area >= min && area <= max;
  }
}
