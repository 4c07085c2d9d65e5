package io.github.sparsercnn.core.evaluation.crowdhuman;

import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;

/**
 * The people in one picture. Boxes are {@code xywh} in pixels of the original picture and may leave
 * it. Immutable.
 */
public final class CrowdHumanPicture {
  private final String id;
  private final int width;
  private final int height;
  private final double[] boxes;
  private final boolean[] ignored;

  /**
   * Makes a picture.
   *
   * @param id its id
   * @param width pixels, or 0 if unknown
   * @param height pixels, or 0 if unknown
   * @param boxes {@code [N, 4]} full bodies, {@code xywh}, copied
   * @param ignored {@code [N]} which of them do not count, copied
   * @throws IllegalArgumentException if the lengths differ
   */
  public CrowdHumanPicture(String id, int width, int height, double[] boxes, boolean[] ignored) {
    if (boxes.length != 4 * ignored.length) {
      throw new IllegalArgumentException(
          ignored.length + " people have " + boxes.length + " numbers of boxes, expected 4 each");
    }
    this.id = id;
    this.width = width;
    this.height = height;
    this.boxes = boxes.clone();
    this.ignored = ignored.clone();
  }

  /** {@return its id} */
  public String id() {
    return id;
  }

  /** {@return its width in pixels, or 0 if unknown} */
  public int width() {
    return width;
  }

  /** {@return its height in pixels, or 0 if unknown} */
  public int height() {
    return height;
  }

  /** {@return how many people are marked, ignored ones included} */
  public int size() {
    return ignored.length;
  }

  /**
   * One number of a box.
   *
   * @param person from 0
   * @param side 0 to 3: x, y, width, height
   * @return the number
   */
  public double box(int person, int side) {
    return boxes[4 * person + side];
  }

  /**
   * Whether a box does not count: a crowd, a reflection, a poster.
   *
   * @param person from 0
   * @return whether it is ignored
   */
  public boolean isIgnored(int person) {
    return ignored[person];
  }

  /** The boxes {@code xyxy}, those that count first, for matching. */
  double[] cornersCountingFirst() {
    DoubleColumn corners = new DoubleColumn();
    for (boolean pass : new boolean[] {false, true}) {
      for (int i = 0; i < size(); i++) {
        if (ignored[i] == pass) {
          corners.add(boxes[4 * i]);
          corners.add(boxes[4 * i + 1]);
          corners.add(boxes[4 * i + 2] + boxes[4 * i]);
          corners.add(boxes[4 * i + 3] + boxes[4 * i + 1]);
        }
      }
    }
    return corners.toArray();
  }

  /** How many people count. */
  int counted() {
    int counted = 0;
    for (boolean isIgnored : ignored) {
      counted += isIgnored ? 0 : 1;
    }
    return counted;
  }
}
