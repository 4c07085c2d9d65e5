package io.github.sparsercnn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Boxes of one picture, {@code [N, 4]} packed floats, {@code x1, y1, x2, y2} in pixels.
 *
 * <p>Every box is finite with {@code x1 <= x2} and {@code y1 <= y2}. Immutable and thread-safe;
 * arrays are copied on the way in and out.
 */
public final class Boxes implements Iterable<Box> {
  private static final Boxes EMPTY = new Boxes(new float[0]);

  /** Floats per box. */
  private static final int EDGES = 4;

  private final float[] xyxy;

  private Boxes(float[] xyxy) {
    this.xyxy = xyxy;
  }

  /** {@return no boxes} */
  public static Boxes empty() {
    return EMPTY;
  }

  /**
   * Boxes by their corners.
   *
   * @param xyxy {@code x1, y1, x2, y2} of each box
   * @return the boxes
   * @throws IllegalArgumentException if the length is no multiple of 4, an edge is not finite, or a
   *     right or lower edge comes before the left or upper one
   */
  public static Boxes of(float... xyxy) {
    return checked(xyxy.clone());
  }

  /**
   * Boxes from single ones.
   *
   * @param boxes the boxes
   * @return the boxes, in the same order
   */
  public static Boxes of(List<Box> boxes) {
    float[] xyxy = new float[Math.multiplyExact(boxes.size(), EDGES)];
    int at = 0;
    for (Box box : boxes) {
      xyxy[at++] = box.x1();
      xyxy[at++] = box.y1();
      xyxy[at++] = box.x2();
      xyxy[at++] = box.y2();
    }
    return new Boxes(xyxy);
  }

  /**
   * Boxes by their left upper corner and size, as COCO files have them.
   *
   * @param xywh {@code x1, y1, width, height} of each box
   * @return the boxes
   * @throws IllegalArgumentException if the length is no multiple of 4, a number is not finite or a
   *     size negative
   */
  public static Boxes ofXywh(float... xywh) {
    float[] xyxy = xywh.clone();
    for (int i = 0; i + 3 < xyxy.length; i += EDGES) {
      xyxy[i + 2] = xywh[i] + xywh[i + 2];
      xyxy[i + 3] = xywh[i + 1] + xywh[i + 3];
    }
    return checked(xyxy);
  }

  /**
   * Boxes by their centre and size, as the network's proposals are learned.
   *
   * @param cxcywh {@code centre x, centre y, width, height} of each box
   * @return the boxes
   * @throws IllegalArgumentException if the length is no multiple of 4, a number is not finite or a
   *     size negative
   */
  public static Boxes ofCxcywh(float... cxcywh) {
    float[] xyxy = cxcywh.clone();
    for (int i = 0; i + 3 < xyxy.length; i += EDGES) {
      for (int axis = 0; axis < 2; axis++) {
        float half = 0.5f * cxcywh[i + 2 + axis];
        xyxy[i + axis] = cxcywh[i + axis] - half;
        xyxy[i + 2 + axis] = cxcywh[i + axis] + half;
      }
    }
    return checked(xyxy);
  }

  private static Boxes checked(float[] xyxy) {
    if (xyxy.length % EDGES != 0) {
      throw new IllegalArgumentException("boxes have 4 floats each, got " + xyxy.length);
    }
    for (int i = 0; i < xyxy.length; i += EDGES) {
      Box.check(xyxy[i], xyxy[i + 1], xyxy[i + 2], xyxy[i + 3]);
    }
    return new Boxes(xyxy);
  }

  /** {@return the number of boxes} */
  public int size() {
    return xyxy.length / EDGES;
  }

  /** {@return whether there are none} */
  public boolean isEmpty() {
    return xyxy.length == 0;
  }

  /**
   * One box.
   *
   * @param index from 0 to {@code size() - 1}
   * @return the box
   * @throws IndexOutOfBoundsException if there is no such box
   */
  public Box get(int index) {
    int i = EDGES * Objects.checkIndex(index, size());
    return new Box(xyxy[i], xyxy[i + 1], xyxy[i + 2], xyxy[i + 3]);
  }

  /** {@return {@code x1, y1, x2, y2} of each box, a copy of {@code 4 * size()} floats} */
  public float[] toXyxy() {
    return xyxy.clone();
  }

  /** {@return {@code x1, y1, width, height} of each box, {@code 4 * size()} floats} */
  public float[] toXywh() {
    float[] xywh = xyxy.clone();
    for (int i = 0; i < xywh.length; i += EDGES) {
      xywh[i + 2] = xyxy[i + 2] - xyxy[i];
      xywh[i + 3] = xyxy[i + 3] - xyxy[i + 1];
    }
    return xywh;
  }

  /** {@return {@code centre x, centre y, width, height} of each box, {@code 4 * size()} floats} */
  public float[] toCxcywh() {
    float[] cxcywh = new float[xyxy.length];
    for (int i = 0; i < cxcywh.length; i += EDGES) {
      for (int axis = 0; axis < 2; axis++) {
        float low = xyxy[i + axis];
        float high = xyxy[i + 2 + axis];
        cxcywh[i + axis] = 0.5f * low + 0.5f * high;
        cxcywh[i + 2 + axis] = high - low;
      }
    }
    return cxcywh;
  }

  /** {@return the area of each box in square pixels, {@code [N]}} */
  public float[] area() {
    float[] areas = new float[size()];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = get(i).area();
    }
    return areas;
  }

  /**
   * Compares every box with every other box.
   *
   * @param others M boxes of the same picture
   * @return {@code [N][M]} intersections over union in [0, 1]; 0 where a box is empty
   */
  public float[][] iou(Boxes others) {
    float[][] ious = new float[size()][others.size()];
    for (int i = 0; i < ious.length; i++) {
      Box box = get(i);
      for (int j = 0; j < ious[i].length; j++) {
        ious[i][j] = box.iou(others.get(j));
      }
    }
    return ious;
  }

  /**
   * Cuts the boxes at the borders of the picture. A box outside becomes an empty one on its border.
   *
   * @param picture the size of the picture
   * @return as many boxes, all within {@code [0, 0, width, height]}
   */
  public Boxes clip(ImageSize picture) {
    Objects.requireNonNull(picture, "picture");
    float[] clipped = new float[xyxy.length];
    for (int i = 0; i < clipped.length; i++) {
      int limit = i % 2 == 0 ? picture.width() : picture.height();
      clipped[i] = Math.max(0, Math.min(xyxy[i], limit));
    }
    return new Boxes(clipped);
  }

  /**
   * Takes the boxes along when their picture is resized.
   *
   * @param sx new width over old width, positive
   * @param sy new height over old height, positive
   * @return as many boxes, in pixels of the resized picture
   * @throws IllegalArgumentException if a factor is not positive and finite, or a box grows out of
   *     the range of floats
   */
  public Boxes scale(float sx, float sy) {
    if (!(sx > 0 && sx < Float.POSITIVE_INFINITY && sy > 0 && sy < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scale factors must be positive and finite, got " + sx + " and " + sy);
    }
    float[] scaled = new float[xyxy.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = xyxy[i] * (i % 2 == 0 ? sx : sy);
    }
    return checked(scaled);
  }

  /** The boxes at some places, in that order. */
  Boxes select(int[] indices) {
    float[] selected = new float[indices.length * EDGES];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(xyxy, indices[i] * EDGES, selected, i * EDGES, EDGES);
    }
    return new Boxes(selected);
  }

  @Override
  public Iterator<Box> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Box next() {
        if (!hasNext()) {
          throw new NoSuchElementException("after the last of " + size() + " boxes");
        }
        return get(next++);
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Boxes boxes && Arrays.equals(xyxy, boxes.xyxy);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(xyxy);
  }

  /** Returns for example {@code 2 boxes [[12.1, 40.0, 118.5, 141.9], [0.0, 0.0, 5.0, 7.5]]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(size()).append(" boxes [");
    for (Box box : this) {
      text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ").append(box);
    }
    return text.append(']').toString();
  }
}
