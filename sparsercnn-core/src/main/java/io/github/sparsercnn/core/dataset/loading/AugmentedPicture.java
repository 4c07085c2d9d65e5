package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.List;

/**
 * A picture on its way through augmentation, and where its boxes went. Boxes may leave the picture;
 * they are clipped once, at the end.
 *
 * @param image the picture as it is now
 * @param corners {@code [N, 4] xyxy} in pixels of {@code image}, owned by this value
 * @param classIds {@code [N]} from 0, owned by this value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AugmentedPicture(RgbImage image, double[] corners, int[] classIds) {
  /** Numbers of a box. */
  static final int EDGES = 4;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if there are not four edges per class id
   */
  public AugmentedPicture {
    if (corners.length != EDGES * classIds.length) {
      throw new IllegalArgumentException(
          corners.length + " edges and " + classIds.length + " classes; a box has 4 and one");
    }
  }

  /**
   * A picture before augmentation.
   *
   * @param image the picture
   * @param boxes in pixels of the picture
   * @return the picture with these boxes
   */
  public static AugmentedPicture of(RgbImage image, List<LabeledBox> boxes) {
    double[] corners = new double[boxes.size() * EDGES];
    int[] classIds = new int[boxes.size()];
    int at = 0;
    for (LabeledBox box : boxes) {
      classIds[at / EDGES] = box.classId();
      corners[at++] = box.x1();
      corners[at++] = box.y1();
      corners[at++] = box.x2();
      corners[at++] = box.y2();
    }
    return new AugmentedPicture(image, corners, classIds);
  }

  /**
   * Changes pixels where they are; the boxes stay.
   *
   * @param to the picture after the change, of the same size
   * @return that picture with these boxes
   */
  AugmentedPicture recolored(RgbImage to) {
    return new AugmentedPicture(to, corners, classIds);
  }

  /**
   * Moves all boxes: each coordinate is multiplied and shifted.
   *
   * @param to the picture after the change
   * @param sx factor along the rows
   * @param sy factor along the columns
   * @param dx added to x after that
   * @param dy added to y after that
   * @return the picture and its boxes after the change; a negative factor swaps edges as needed
   */
  AugmentedPicture moved(RgbImage to, double sx, double sy, double dx, double dy) {
    double[] moved = new double[corners.length];
    for (int i = 0; i < moved.length; i += EDGES) {
      double left = corners[i] * sx + dx;
      double top = corners[i + 1] * sy + dy;
      double right = corners[i + 2] * sx + dx;
      double bottom = corners[i + 3] * sy + dy;
      moved[i] = Math.min(left, right);
      moved[i + 1] = Math.min(top, bottom);
      moved[i + 2] = Math.max(left, right);
      moved[i + 3] = Math.max(top, bottom);
    }
    return new AugmentedPicture(to, moved, classIds);
  }
}
