package io.github.sparsercnn.core.visual;

import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A letter of {@link StrokeFont}.
 *
 * @param width from its leftmost to its rightmost centre line, in units of the font
 * @param strokes the centre lines of the pen, in units of the font; y points down, the baseline is
 *     at 0
 */
record Glyph(double width, Path2D strokes) {
  private static final Pattern BEFORE_STROKE = Pattern.compile("(?=[MLAO])");

  /**
   * Reads one line of the font's table, without its character.
   *
   * @param line width and strokes, as the head of the table explains
   * @throws IllegalArgumentException if a stroke is not understood
   */
  static Glyph parse(String line) {
    String[] parts = BEFORE_STROKE.split(line);
    Path2D path = new Path2D.Double();
    for (String stroke : Arrays.asList(parts).subList(1, parts.length)) {
      double[] n =
          Arrays.stream(stroke.substring(1).trim().split(" ", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
      switch (stroke.charAt(0)) {
        case 'M' -> path.moveTo(n[0], n[1]);
        case 'L' -> path.lineTo(n[0], n[1]);
        case 'A' -> path.append(arc(n), true);
        case 'O' -> path.append(arc(n), false);
        default -> throw new IllegalArgumentException("no stroke of a pen: " + stroke);
      }
    }
    path.transform(AffineTransform.getScaleInstance(1, -1));
    return new Glyph(Double.parseDouble(parts[0].trim()), path);
  }

  /**
   * Arc2D takes y as pointing down, so an arc that is flipped afterwards has its angles negated.
   */
  private static Arc2D arc(double[] n) {
    return new Arc2D.Double(n[0] - n[2], n[1] - n[3], 2 * n[2], 2 * n[3], -n[4], -n[5], Arc2D.OPEN);
  }

  /** How far the centre lines reach above the baseline. */
  double top() {
    return -strokes.getBounds2D().getMinY();
  }

  /** How far the centre lines stay above the baseline; negative for a descender. */
  double bottom() {
    return -strokes.getBounds2D().getMaxY();
  }
}
