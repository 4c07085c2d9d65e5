package io.github.sparsercnn.core.inference.tiles;

import io.github.sparsercnn.Box;

/**
 * What was found in a tile.
 *
 * @param tile where it was seen
 * @param box in pixels of the picture
 * @param score of the detector
 * @param classId of the model
 * @param cut whether the box ends where the tile does but the picture goes on, so that the object
 *     may go on too
 */
record Sighting(Tile tile, Box box, float score, int classId, boolean cut) {
  /** Boxes that overlap by this much, as intersection over union, mean the same object. */
  private static final double SAME_OBJECT = 0.5;

  /** A cut box that lies in another by this much of its area is a part of that object. */
  private static final double PART = 0.8;

  /**
   * How sure it is that two sightings from different tiles are of the same object.
   *
   * <p>What a tile cuts off cannot be compared; so cut boxes are compared only where both tiles can
   * see.
   *
   * @return 0 for another object; the more, the better both boxes agree
   */
  double agreement(Sighting other) {
    if (!tile.shares(other.tile)) {
      return 0;
    }
    if (!cut && !other.cut) {
      double iou = box.iou(other.box);
      return iou >= SAME_OBJECT ? iou : 0;
    }
    double left = Math.max(tile.left(), other.tile.left());
    double top = Math.max(tile.top(), other.tile.top());
    double right = Math.min(tile.right(), other.tile.right());
    double bottom = Math.min(tile.bottom(), other.tile.bottom());
    double area = area(box, left, top, right, bottom);
    double otherArea = area(other.box, left, top, right, bottom);
    double common =
        area(
            box,
            Math.max(left, other.box.x1()),
            Math.max(top, other.box.y1()),
            Math.min(right, other.box.x2()),
            Math.min(bottom, other.box.y2()));
    if (common <= 0) {
      return 0;
    }
    double iou = common / (area + otherArea - common);
    if (iou >= SAME_OBJECT) {
      return iou;
    }
    double part = cut == other.cut ? 0 : common / (cut ? area : otherArea);
    return part >= PART ? part * SAME_OBJECT : 0;
  }

  /** The area of a box within limits. */
  private static double area(Box box, double left, double top, double right, double bottom) {
    double width = Math.min(box.x2(), right) - Math.max(box.x1(), left);
    double height = Math.min(box.y2(), bottom) - Math.max(box.y1(), top);
    return Math.max(0, width) * Math.max(0, height);
  }
}
