package io.github.sparsercnn.core.visual;

import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a place in the picture for the tag of each box: beside or inside the box, and clear of the
 * tags placed before, where there is room.
 */
final class TagPlacement {
  private final Rectangle picture;
  private final List<Rectangle> placed = new ArrayList<>();

  /**
   * Starts with an empty picture.
   *
   * @param picture from 0, 0
   */
  TagPlacement(Rectangle picture) {
    this.picture = picture;
  }

  /**
   * Places a tag, and keeps later ones off it.
   *
   * @param box in the picture
   * @param width of the tag, at most the picture's
   * @param height of the tag, at most the picture's
   * @return where the tag goes, within the picture
   */
  Rectangle place(Rectangle box, int width, int height) {
    Rectangle best = new Rectangle();
    long leastOverlap = Long.MAX_VALUE;
    for (Point corner : candidates(box, width, height)) {
      Rectangle tag =
          new Rectangle(
              Math.max(0, Math.min(corner.x, picture.width - width)),
              Math.max(0, Math.min(corner.y, picture.height - height)),
              width,
              height);
      // A tag pushed back into the picture from above or below would hide its small box.
      long overlap = overlapWithPlaced(tag) + (tag.y == corner.y ? 0 : 1);
      if (overlap < leastOverlap) {
        leastOverlap = overlap;
        best = tag;
      }
    }
    placed.add(best);
    return best;
  }

  /** Best first; inside only after outside where the tag would cover much of the box. */
  private static List<Point> candidates(Rectangle box, int width, int height) {
    int right = box.x + box.width - width;
    int below = box.y + box.height;
    List<Point> outside =
        List.of(
            new Point(box.x, box.y - height),
            new Point(box.x, below),
            new Point(right, box.y - height),
            new Point(right, below));
    List<Point> inside =
        List.of(
            new Point(box.x, box.y),
            new Point(box.x, below - height),
            new Point(right, box.y),
            new Point(right, below - height));
    List<Point> candidates = new ArrayList<>(outside);
    boolean roomInside = box.width >= width && box.height >= 2 * height;
    candidates.addAll(roomInside ? 1 : outside.size(), inside);
    return candidates;
  }

  private long overlapWithPlaced(Rectangle tag) {
    long overlap = 0;
    for (Rectangle other : placed) {
      Rectangle shared = tag.intersection(other);
      if (!shared.isEmpty()) {
        overlap += (long) shared.width * shared.height;
      }
    }
    return overlap;
  }
}
