package io.github.sparsercnn.core.visual;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Draws the boxes of instances with their labels and scores into a picture.
 *
 * <p>One colour per class; lines and letters grow with the picture; better scores lie on top.
 * Letters never leave the picture: near its border a tag moves, and where there is no room for a
 * label it is shortened or left out. Needs neither a display nor fonts; the same instances in the
 * same picture give the same pixels. Thread-safe for different pictures.
 */
public final class BoxPainter {
  /** Thickness of lines over the mean side of the picture. */
  private static final double LINE_WIDTH_RATIO = 0.003;

  /** Height of capitals over the mean side of the picture, and its limits in pixels. */
  private static final double CAP_HEIGHT_RATIO = 0.0125;

  private static final double USUAL_MIN_CAP_HEIGHT = 8;
  private static final double MIN_CAP_HEIGHT = 6;

  /** What letters and whole tags may take of the height of a small picture. */
  private static final double MAX_CAP_HEIGHT_RATIO = 0.1;

  private static final double MAX_TAG_HEIGHT_RATIO = 1 / 3.0;

  /** Around each line, so that it shows on ground of its own colour. */
  private static final Color CASING = new Color(0, 0, 0, 80);

  private BoxPainter() {}

  /** A box in whole pixels, and where its tag goes. */
  private record Mark(Color color, Rectangle box, Optional<Tag> tag, Rectangle tagPlace) {}

  /**
   * Draws into a picture. In a picture of grey levels colours become grey.
   *
   * @param instances whose boxes are in pixels of the picture; what lies outside is cut off
   * @param picture is changed
   */
  public static void paint(Instances instances, BufferedImage picture) {
    Rectangle bounds = new Rectangle(picture.getWidth(), picture.getHeight());
    double meanSide = (bounds.width + bounds.height) / 2.0;
    List<Mark> marks = marks(instances, bounds, capHeight(meanSide, bounds.height));
    // The best came first, so that its tag found room, and goes last into the picture.
    Collections.reverse(marks);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      int lineWidth = (int) Math.max(1, Math.round(meanSide * LINE_WIDTH_RATIO));
      for (Mark mark : marks) {
        drawBox(graphics, mark, lineWidth);
      }
      for (Mark mark : marks) {
        mark.tag.ifPresent(tag -> tag.draw(graphics, mark.tagPlace, mark.color));
      }
    } finally {
      graphics.dispose();
    }
  }

  private static double capHeight(double meanSide, int pictureHeight) {
    double usual = Math.max(USUAL_MIN_CAP_HEIGHT, meanSide * CAP_HEIGHT_RATIO);
    return Math.max(MIN_CAP_HEIGHT, Math.min(usual, pictureHeight * MAX_CAP_HEIGHT_RATIO));
  }

  private static List<Mark> marks(Instances instances, Rectangle picture, double capHeight) {
    int maxTagHeight = (int) (picture.height * MAX_TAG_HEIGHT_RATIO);
    TagPlacement placement = new TagPlacement(picture);
    List<Mark> marks = new ArrayList<>();
    for (Instance instance : instances) {
      Rectangle box = wholePixels(instance.box(), picture);
      if (box.isEmpty()) {
        continue;
      }
      Optional<Tag> tag =
          Tag.fitting(instance.label(), instance.score(), capHeight, picture.width, maxTagHeight);
      Rectangle tagPlace =
          tag.map(t -> placement.place(box, t.width(), t.height())).orElseGet(Rectangle::new);
      marks.add(new Mark(ClassColors.of(instance.classId()), box, tag, tagPlace));
    }
    return marks;
  }

  /** At least one pixel, so that the smallest box shows; empty outside the picture. */
  private static Rectangle wholePixels(Box box, Rectangle picture) {
    int x1 = wholePixel(box.x1(), picture.width);
    int y1 = wholePixel(box.y1(), picture.height);
    int x2 = wholePixel(box.x2(), picture.width);
    int y2 = wholePixel(box.y2(), picture.height);
    return new Rectangle(x1, y1, Math.max(1, x2 - x1), Math.max(1, y2 - y1)).intersection(picture);
  }

  /** The nearest whole pixel, one beyond the border for everything outside. */
  private static int wholePixel(float edge, int size) {
    return Math.round(Math.max(-1, Math.min(edge, size + 1)));
  }

  /** Lines lie inside the box, so that those along the border of the picture are as thick. */
  private static void drawBox(Graphics2D graphics, Mark mark, int lineWidth) {
    Rectangle box = mark.box;
    graphics.setColor(CASING);
    graphics.fill(ring(grown(box, 1), 1));
    graphics.fill(ring(grown(box, -lineWidth), 1));
    graphics.setColor(mark.color);
    graphics.fill(ring(box, lineWidth));
  }

  /** The border of a rectangle, or all of it where the border leaves no hole. */
  private static Path2D ring(Rectangle outer, int thickness) {
    Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    Rectangle hole = grown(outer, -thickness);
    if (!outer.isEmpty()) {
      ring.append(outer, false);
    }
    if (!hole.isEmpty()) {
      ring.append(hole, false);
    }
    return ring;
  }

  private static Rectangle grown(Rectangle rectangle, int by) {
    Rectangle grown = new Rectangle(rectangle);
    grown.grow(by, by);
    return grown;
  }
}
