package io.github.sparsercnn.core.visual;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text as outlines: with {@link StrokeFont} where it can, else with a font of the machine. */
public final class Lettering {
  private static final Logger log = LoggerFactory.getLogger(Lettering.class);

  /** Height of capitals over font size, as usual for sans-serif fonts. */
  private static final double CAP_HEIGHT_RATIO = 0.72;

  private static final FontRenderContext SMOOTH = new FontRenderContext(null, true, true);

  private Lettering() {}

  /**
   * The outline of a text, to be filled.
   *
   * @param text one line, not empty
   * @param capHeight pixels from the baseline to the top of capitals
   * @return the outline: it starts near x = 0, its baseline is y = 0
   */
  public static Shape outline(String text, double capHeight) {
    StrokeFont font = StrokeFont.get();
    return font.canDisplay(text)
        ? font.outline(text, capHeight)
        : machineOutline(text, capHeight).orElseGet(() -> font.outline(text, capHeight));
  }

  /**
   * Writes a text in the colour that is set.
   *
   * @param graphics with antialiasing
   * @param text one line; nothing is written of an empty one
   * @param x where it starts, in pixels
   * @param baseline where its letters stand, in pixels
   * @param capHeight pixels from the baseline to the top of capitals
   */
  public static void write(
      Graphics2D graphics, String text, double x, double baseline, double capHeight) {
    if (!text.isBlank()) {
      graphics.fill(
          AffineTransform.getTranslateInstance(x, baseline)
              .createTransformedShape(outline(text, capHeight)));
    }
  }

  /**
   * How far a text reaches.
   *
   * @param text one line
   * @param capHeight pixels from the baseline to the top of capitals
   * @return pixels from its start to its end
   */
  public static double width(String text, double capHeight) {
    return text.isBlank() ? 0 : outline(text, capHeight).getBounds2D().getMaxX();
  }

  /** Empty on a machine without fonts, or without one that has all letters. */
  private static Optional<Shape> machineOutline(String text, double capHeight) {
    try {
      Font font =
          new Font(Font.SANS_SERIF, Font.BOLD, 1)
              .deriveFont((float) (capHeight / CAP_HEIGHT_RATIO));
      return font.canDisplayUpTo(text) < 0
          ? Optional.of(new TextLayout(text, font, SMOOTH).getOutline(null))
          : Optional.empty();
    } catch (RuntimeException | InternalError | LinkageError e) {
      // Without fontconfig or FreeType, Java fails in any of these ways, depending on its version.
      log.debug("text without fonts of the machine", e);
      return Optional.empty();
    }
  }
}
