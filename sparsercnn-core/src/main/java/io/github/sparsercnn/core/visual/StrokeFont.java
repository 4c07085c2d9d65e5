package io.github.sparsercnn.core.visual;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Letters drawn with a round pen, from a table that comes with the library: ASCII and the letters
 * of most languages in Latin script.
 *
 * <p>Java's own text needs fontconfig, FreeType and an installed font, which headless servers often
 * lack, and it gives other pixels on every machine. Immutable and thread-safe.
 */
final class StrokeFont {
  /** Height of capitals, in units of the table. */
  static final double CAP_HEIGHT = 10;

  private static final String TABLE = "stroke-font.txt";
  private static final String COMMENT = "//";
  private static final String CODE_POINT = "U+";
  private static final int HEXADECIMAL = 16;

  private static final int REPLACEMENT = 0xfffd;
  private static final int DOTLESS_I = 0x131;

  private static final double PEN_WIDTH = 1.5;
  private static final double LETTER_SPACING = 2.7;

  /** Marks are drawn for small letters; over a letter taller than this they move up. */
  private static final double SMALL_LETTER_TOP = 7.5;

  private static final double MARK_LIFT = 3;

  private static final StrokeFont INSTANCE = new StrokeFont(readTable());

  private final Map<Integer, Glyph> glyphs;

  private StrokeFont(Map<Integer, Glyph> glyphs) {
    this.glyphs = glyphs;
  }

  /** The font that comes with the library. */
  static StrokeFont get() {
    return INSTANCE;
  }

  /** Whether the font has every letter of a text. */
  boolean canDisplay(String text) {
    return letters(text).chars().allMatch(glyphs::containsKey);
  }

  /**
   * The outline of a text, to be filled.
   *
   * @param text one line; a letter that the font lacks becomes a hollow box
   * @param capHeight pixels from the baseline to the top of capitals
   * @return the outline: it starts at x = 0, its baseline is y = 0
   */
  Shape outline(String text, double capHeight) {
    Path2D line = new Path2D.Double();
    double x = PEN_WIDTH / 2;
    double centre = 0;
    double lift = 0;
    for (int letter : letters(text).codePoints().toArray()) {
      Glyph glyph = glyphs.getOrDefault(letter, replacement());
      if (isMark(letter)) {
        append(line, glyph, centre, glyph.bottom() > 0 ? lift : 0);
      } else {
        append(line, glyph, x, 0);
        centre = x + glyph.width() / 2;
        lift = glyph.top() > SMALL_LETTER_TOP ? MARK_LIFT : 0;
        x += glyph.width() + LETTER_SPACING;
      }
    }
    double scale = capHeight / CAP_HEIGHT;
    line.transform(AffineTransform.getScaleInstance(scale, scale));
    float pen = (float) (PEN_WIDTH * scale);
    return new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        .createStrokedShape(line);
  }

  private Glyph replacement() {
    return Objects.requireNonNull(glyphs.get(REPLACEMENT));
  }

  private static void append(Path2D line, Glyph glyph, double x, double up) {
    line.append(
        glyph.strokes().getPathIterator(AffineTransform.getTranslateInstance(x, -up)), false);
  }

  /** Letters and their marks one after the other; an i loses its dot to the mark above it. */
  private static String letters(String text) {
    int[] letters = Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().toArray();
    for (int i = 0; i + 1 < letters.length; i++) {
      if (letters[i] == 'i' && isMark(letters[i + 1])) {
        letters[i] = DOTLESS_I;
      }
    }
    return new String(letters, 0, letters.length);
  }

  private static boolean isMark(int letter) {
    return Character.getType(letter) == Character.NON_SPACING_MARK;
  }

  private static Map<Integer, Glyph> readTable() {
    Map<Integer, Glyph> glyphs = new HashMap<>();
    try (InputStream table =
        Objects.requireNonNull(StrokeFont.class.getResourceAsStream(TABLE), TABLE)) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith(COMMENT)).toList()) {
        int space = line.indexOf(' ');
        String key = line.substring(0, space);
        int letter =
            key.startsWith(CODE_POINT)
                ? Integer.parseInt(key.substring(CODE_POINT.length()), HEXADECIMAL)
                : key.codePointAt(0);
        glyphs.put(letter, Glyph.parse(line.substring(space)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own " + TABLE + " cannot be read", e);
    }
    return glyphs;
  }
}
