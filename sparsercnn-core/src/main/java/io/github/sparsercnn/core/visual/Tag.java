package io.github.sparsercnn.core.visual;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Optional;

/**
 * The plate with an instance's label and score.
 *
 * @param text the outline of the letters, placed on a plate whose upper left corner is at 0, 0
 * @param width of the plate, in pixels
 * @param height of the plate, in pixels
 */
record Tag(Shape text, int width, int height) {
  /** Around the text, as a part of the height of capitals. */
  private static final double SIDE_MARGIN = 0.45;

  private static final double TOP_MARGIN = 0.45;

  /** Below the baseline: room for descenders. */
  private static final double BOTTOM_MARGIN = 0.5;

  private static final String ELLIPSIS = "…";

  /**
   * Makes a tag that fits.
   *
   * @param label of the class; shortened where there is no room for it
   * @param score written with two decimals
   * @param capHeight pixels from the baseline to the top of capitals
   * @param maxWidth pixels that the plate may take
   * @param maxHeight pixels that the plate may take
   * @return the tag, empty if not even the score fits
   */
  static Optional<Tag> fitting(
      String label, float score, double capHeight, int maxWidth, int maxHeight) {
    String number = String.format(Locale.ROOT, "%.2f", score);
    int[] letters = visible(label).codePoints().toArray();
    for (int kept = letters.length; kept >= 0; kept--) {
      String shortened =
          new String(letters, 0, kept).strip() + (kept < letters.length ? ELLIPSIS : "");
      Tag tag = of(kept == 0 ? number : shortened + " " + number, capHeight);
      if (tag.width <= maxWidth && tag.height <= maxHeight) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }

  /** One line, whatever a label file contains. */
  private static String visible(String label) {
    return label.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static Tag of(String text, double capHeight) {
    Shape outline = Lettering.outline(text, capHeight);
    Rectangle2D bounds = outline.getBounds2D();
    int side = (int) Math.ceil(capHeight * SIDE_MARGIN);
    int ascent = (int) Math.ceil(Math.max(capHeight * (1 + TOP_MARGIN), 1 - bounds.getMinY()));
    int descent = (int) Math.ceil(Math.max(capHeight * BOTTOM_MARGIN, 1 + bounds.getMaxY()));
    AffineTransform placement =
        AffineTransform.getTranslateInstance(side - bounds.getMinX(), ascent);
    return new Tag(
        placement.createTransformedShape(outline),
        (int) Math.ceil(bounds.getWidth()) + 2 * side,
        ascent + descent);
  }

  /**
   * Draws the tag.
   *
   * @param graphics with antialiasing
   * @param place where, of this tag's size
   * @param color of the plate
   */
  void draw(Graphics2D graphics, Rectangle place, Color color) {
    graphics.setColor(color);
    graphics.fill(place);
    graphics.setColor(ClassColors.textOn(color));
    graphics.fill(
        AffineTransform.getTranslateInstance(place.x, place.y).createTransformedShape(text));
  }
}
