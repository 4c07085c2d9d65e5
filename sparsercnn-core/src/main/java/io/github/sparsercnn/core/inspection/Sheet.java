package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.visual.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A white sheet with a heading, equal panels in rows, each under a caption of two lines, and room
 * at its foot for a legend. Not thread-safe.
 */
final class Sheet {
  static final Color TEXT = new Color(0x1a1d23);
  static final Color MUTED = new Color(0x565e6b);
  static final double SMALL = 7.5;
  static final int MARGIN = 16;

  private static final double HEADING = 12;
  private static final double CAPTION = 9;
  private static final int HEADING_LINE = 30;
  private static final int NOTE_LINE = 17;
  private static final int CAPTION_HEIGHT = 36;
  private static final int GAP = 12;
  private static final int SCALE_WIDTH = 180;
  private static final int SCALE_HEIGHT = 12;
  private static final int LEAST_WIDTH = 560;

  private final BufferedImage picture;
  private final Graphics2D graphics;
  private final Grid grid;
  private final int top;

  /**
   * How panels are laid out.
   *
   * @param panels how many there are
   * @param columns how many in a row
   * @param width of each in pixels
   * @param height of each in pixels
   */
  record Grid(int panels, int columns, int width, int height) {
    /** With rows as full as can be, none longer than {@code mostColumns}. */
    static Grid balanced(int panels, int mostColumns, int width, int height) {
      int rows = (panels + mostColumns - 1) / mostColumns;
      return new Grid(panels, (panels + rows - 1) / rows, width, height);
    }

    int rows() {
      return (panels + columns - 1) / columns;
    }

    int wholeWidth() {
      return columns * (width + GAP) - GAP;
    }

    int wholeHeight() {
      return rows() * (CAPTION_HEIGHT + height + GAP) - GAP;
    }
  }

  /**
   * A sheet with empty panels.
   *
   * @param heading one line
   * @param note below it, broken into lines
   * @param grid of the panels
   * @param foot pixels kept free below the panels
   */
  Sheet(String heading, String note, Grid grid, int foot) {
    this.grid = grid;
    int width = Math.max(LEAST_WIDTH, grid.wholeWidth());
    List<String> lines = broken(note, SMALL, width);
    top = MARGIN + HEADING_LINE + lines.size() * NOTE_LINE;
    int height = top + grid.wholeHeight() + (foot == 0 ? 0 : GAP + foot) + MARGIN;
    picture = new BufferedImage(width + 2 * MARGIN, height, BufferedImage.TYPE_INT_RGB);
    graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), height);
    write(heading, MARGIN, MARGIN + HEADING, HEADING, TEXT);
    for (int i = 0; i < lines.size(); i++) {
      write(lines.get(i), MARGIN, MARGIN + HEADING_LINE + i * NOTE_LINE + SMALL, SMALL, MUTED);
    }
  }

  private static List<String> broken(String text, double capHeight, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && Lettering.width(longer, capHeight) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  /** Writes a line of text anywhere. */
  void write(String text, double x, double baseline, double capHeight, Color color) {
    graphics.setColor(color);
    Lettering.write(graphics, text, x, baseline, capHeight);
  }

  /** Where a panel lies. */
  Rectangle place(int panel) {
    return new Rectangle(
        MARGIN + panel % grid.columns * (grid.width + GAP),
        top + panel / grid.columns * (CAPTION_HEIGHT + grid.height + GAP) + CAPTION_HEIGHT,
        grid.width,
        grid.height);
  }

  /** Writes the caption of a panel: one line in black, one below it in grey. */
  void caption(int panel, String text, String detail) {
    Rectangle place = place(panel);
    write(fitting(text, CAPTION), place.x, place.y - 22, CAPTION, TEXT);
    write(fitting(detail, SMALL), place.x, place.y - 7, SMALL, MUTED);
  }

  private String fitting(String text, double capHeight) {
    String shown = text;
    while (shown.length() > 1 && Lettering.width(shown, capHeight) > grid.width) {
      int kept = shown.endsWith("…") ? shown.length() - 2 : shown.length() - 1;
      shown = shown.substring(0, kept) + "…";
    }
    return shown;
  }

  /**
   * Shows a picture in a panel, as large as it fits: smoothly, or each of its pixels as a square.
   */
  void show(int panel, BufferedImage image, boolean smooth) {
    show(place(panel), image, smooth);
  }

  /** Shows a picture at a place, stretched to it. */
  void show(Rectangle place, BufferedImage image, boolean smooth) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smooth
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(image, place.x, place.y, place.width, place.height, null);
  }

  /** Draws into a panel, whose left upper corner is at 0, 0. */
  void draw(int panel, Consumer<Graphics2D> drawing) {
    Rectangle place = place(panel);
    Shape clip = graphics.getClip();
    graphics.clip(place);
    graphics.translate(place.x, place.y);
    drawing.accept(graphics);
    graphics.translate(-place.x, -place.y);
    graphics.setClip(clip);
  }

  /** Fills a rectangle. */
  void fill(Rectangle place, Color color) {
    graphics.setColor(color);
    graphics.fill(place);
  }

  /** Pixels between the left and the right margin. */
  int width() {
    return picture.getWidth() - 2 * MARGIN;
  }

  /** Where the foot begins. */
  int foot() {
    return top + grid.wholeHeight() + GAP;
  }

  /** Draws the legend of a scale into the foot. */
  void legend(ColorScale scale, String low, String high, String meaning) {
    int x = MARGIN;
    int y = foot();
    double baseline = y + (SCALE_HEIGHT + SMALL) / 2;
    write(low, x, baseline, SMALL, TEXT);
    x += (int) Lettering.width(low, SMALL) + GAP / 2;
    for (int i = 0; i < SCALE_WIDTH; i++) {
      graphics.setColor(scale.color(i / (SCALE_WIDTH - 1.0)));
      graphics.fillRect(x + i, y, 1, SCALE_HEIGHT);
    }
    x += SCALE_WIDTH + GAP / 2;
    write(high, x, baseline, SMALL, TEXT);
    x += (int) Lettering.width(high, SMALL) + 2 * GAP;
    write(meaning, x, baseline, SMALL, MUTED);
  }

  /** Marks a value, from 0 to 1, in the legend of the scale, whose low end is written so. */
  void mark(double value, String low) {
    int x = MARGIN + (int) Lettering.width(low, SMALL) + GAP / 2;
    fill(
        new Rectangle(x + (int) (value * (SCALE_WIDTH - 1)), foot() - 3, 2, SCALE_HEIGHT + 6),
        TEXT);
  }

  /** Ends the drawing. */
  BufferedImage picture() {
    graphics.dispose();
    return picture;
  }
}
