package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.image.RgbImage;

/**
 * A picture on its way through augmentation, and where its boxes went. Boxes may leave the picture;
 * they are clipped once, at the end.
 *
 * @param image the picture as it is now
 * @param corners {@code [N, 4] xyxy} in pixels of {@code image}, owned by this value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AugmentedPicture(RgbImage image, double[] corners) {
  /** Numbers of a box. */
  static final int EDGES = 4;

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
    return new AugmentedPicture(to, moved);
  }
}
