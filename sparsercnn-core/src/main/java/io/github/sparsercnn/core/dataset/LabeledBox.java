package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.ImageSize;
import org.jspecify.annotations.Nullable;

/**
 * An object marked in a picture. Edges are continuous coordinates in pixels of the original
 * picture: a box around the whole picture is {@code [0, 0, width, height]}. A box may be empty or
 * leave the picture; what training makes of it is the mapper's business.
 *
 * @param classId from 0
 * @param x1 left
 * @param y1 top
 * @param x2 right, not before the left
 * @param y2 bottom, not above the top
 * @param crowd marks a region that may hold many objects, or that nobody shall be asked about;
 *     never trained on
 */
public record LabeledBox(int classId, double x1, double y1, double x2, double y2, boolean crowd) {
  /** A side of at most so many pixels makes a box empty: detectron2's filter_empty_instances. */
  public static final float EMPTY_SIDE = 1e-5f;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the class is negative, an edge is not finite, or edges are
   *     in the wrong order
   */
  public LabeledBox {
    String problem = problem(x1, y1, x2, y2);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    if (classId < 0) {
      throw new IllegalArgumentException("class ids count from 0, found " + classId);
    }
  }

  /**
   * An ordinary object.
   *
   * @param classId from 0
   * @param x1 left
   * @param y1 top
   * @param x2 right
   * @param y2 bottom
   * @return the box
   * @throws IllegalArgumentException as the constructor
   */
  public static LabeledBox of(int classId, double x1, double y1, double x2, double y2) {
    return new LabeledBox(classId, x1, y1, x2, y2, false);
  }

  /**
   * The same box of another class.
   *
   * @param newClassId from 0
   * @return the box
   * @throws IllegalArgumentException if the class is negative
   */
  public LabeledBox withClass(int newClassId) {
    return new LabeledBox(newClassId, x1, y1, x2, y2, crowd);
  }

  /**
   * Looks at four edges.
   *
   * @param x1 left
   * @param y1 top
   * @param x2 right
   * @param y2 bottom
   * @return what is wrong with them, or null
   */
  public static @Nullable String problem(double x1, double y1, double x2, double y2) {
    boolean isFinite =
        Double.isFinite(x1) && Double.isFinite(y1) && Double.isFinite(x2) && Double.isFinite(y2);
    if (isFinite && x1 <= x2 && y1 <= y2) {
      return null;
    }
    return "the box is ["
        + x1
        + ", "
        + y1
        + ", "
        + x2
        + ", "
        + y2
        + "], expected finite edges [left, top, right, bottom], right and bottom not smaller";
  }

  /** {@return the width in pixels, 0 or more} */
  public double width() {
    return x2 - x1;
  }

  /** {@return the height in pixels, 0 or more} */
  public double height() {
    return y2 - y1;
  }

  /** {@return whether a side has no length worth the name, so that nobody can learn the box} */
  public boolean isEmpty() {
    return width() <= EMPTY_SIDE || height() <= EMPTY_SIDE;
  }

  /**
   * Cuts the box at the borders of its picture.
   *
   * @param picture the picture's size
   * @return the box within {@code [0, 0, width, height]}; an empty one on the border, if the box
   *     lies outside
   */
  public LabeledBox clipped(ImageSize picture) {
    return new LabeledBox(
        classId,
        Math.max(0, Math.min(x1, picture.width())),
        Math.max(0, Math.min(y1, picture.height())),
        Math.max(0, Math.min(x2, picture.width())),
        Math.max(0, Math.min(y2, picture.height())),
        crowd);
  }
}
