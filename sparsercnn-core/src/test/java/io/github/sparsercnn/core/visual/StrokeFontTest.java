package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Categories;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrokeFontTest {
  private static final StrokeFont FONT = StrokeFont.get();

  private static Rectangle2D bounds(String text) {
    return FONT.outline(text, StrokeFont.CAP_HEIGHT).getBounds2D();
  }

  @Test
  void canDisplay_allOfAsciiAndCoco() {
    String ascii =
        IntStream.rangeClosed(' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertThat(FONT.canDisplay(ascii)).isTrue();
    assertThat(Categories.coco().labels()).allMatch(FONT::canDisplay);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fußgänger",
        "Überweg",
        "vélo",
        "garçon",
        "señal",
        "avião",
        "Ångström",
        "søster",
        "łódź",
        "řeka",
        "őrült",
        "ığdır İğde şişe",
        "kitą",
        "…"
      })
  void canDisplay_latinLettersWithMarks(String text) {
    assertThat(FONT.canDisplay(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"赤血球", "Привет", "بالون", "🙂"})
  void canDisplay_deniesOtherScripts(String text) {
    assertThat(FONT.canDisplay(text)).isFalse();
  }

  @Test
  void outline_drawsEveryLetterOfAsciiDifferently() {
    Set<String> seen = new HashSet<>();
    for (char c = '!'; c <= '~'; c++) {
      StringBuilder points = new StringBuilder();
      double[] at = new double[6];
      for (var i = FONT.outline("" + c, 10).getPathIterator(null, 0.1); !i.isDone(); i.next()) {
        i.currentSegment(at);
        points.append(at[0]).append(' ').append(at[1]).append(' ');
      }
      assertThat(seen.add(points.toString())).as("letter %s looks like another one", c).isTrue();
    }
  }

  @Test
  void outline_ofACapitalIsAsHighAsAskedPlusThePen() {
    for (double capHeight : new double[] {6, 8, 20}) {
      Rectangle2D h = FONT.outline("H", capHeight).getBounds2D();
      assertThat(h.getMinX()).isCloseTo(0, within(1e-4));
      assertThat(h.getMinY()).isCloseTo(-1.075 * capHeight, within(1e-4));
      assertThat(h.getMaxY()).isCloseTo(0.075 * capHeight, within(1e-4));
    }
  }

  @Test
  void outline_putsMarksOverSmallLettersAndHigherOverCapitals() {
    assertThat(bounds("ü").getMinY()).isLessThan(bounds("u").getMinY() - 2);
    assertThat(bounds("Ü").getMinY()).isEqualTo(bounds("ü").getMinY() - 3);
    assertThat(bounds("Ü").getWidth()).isEqualTo(bounds("U").getWidth());
    assertThat(bounds("ç").getMaxY()).isGreaterThan(bounds("c").getMaxY() + 2);
    assertThat(bounds("Ç").getMaxY()).isEqualTo(bounds("ç").getMaxY());
  }

  @Test
  void outline_takesTheDotOffAMarkedI() {
    Shape dot = new Rectangle2D.Double(0.8, -9.9, 0.1, 0.1);
    assertThat(touches("i", dot)).isTrue();
    assertThat(touches("ı", dot)).isFalse();
    assertThat(bounds("í").getMinY()).isEqualTo(bounds("ı\u0301").getMinY());
  }

  private static boolean touches(String text, Shape spot) {
    Area area = new Area(FONT.outline(text, StrokeFont.CAP_HEIGHT));
    area.intersect(new Area(spot));
    return !area.isEmpty();
  }

  @Test
  void outline_standsABoxForALetterItLacks() {
    assertThat(bounds("赤")).isEqualTo(bounds("\ufffd"));
    assertThat(bounds("赤赤").getWidth()).isGreaterThan(2 * bounds("赤").getWidth());
  }
}
