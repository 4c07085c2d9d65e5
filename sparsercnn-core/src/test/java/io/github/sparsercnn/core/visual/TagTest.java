package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TagTest {
  /** Letters of the library's font, of fonts that the machine may have, and of none. */
  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars('ü', 'Ç', '…', 'П', '赤', '\t', '\n', '\u0301', '\ud83d')
        .ofMinLength(1)
        .ofMaxLength(30);
  }

  @Property(tries = 200)
  void fitting_keepsTheTextOnThePlateAndThePlateInItsLimits(
      @ForAll("labels") String label,
      @ForAll @FloatRange(min = 6, max = 40) float capHeight,
      @ForAll @IntRange(max = 400) int maxWidth,
      @ForAll @IntRange(max = 80) int maxHeight) {
    Tag.fitting(label, 0.5f, capHeight, maxWidth, maxHeight)
        .ifPresent(
            tag -> {
              assertThat(tag.width()).isLessThanOrEqualTo(maxWidth);
              assertThat(tag.height()).isLessThanOrEqualTo(maxHeight);
              assertThat(new Rectangle2D.Double(0, 0, tag.width(), tag.height()))
                  .matches(plate -> plate.contains(tag.text().getBounds2D()), "text on the plate");
            });
  }

  @Test
  void fitting_shortensTheLabelThenLeavesItOutThenGivesUp() {
    int full = Tag.fitting("traffic light", 0.5f, 8, 1000, 100).orElseThrow().width();
    int score = Tag.fitting(" ", 0.5f, 8, 1000, 100).orElseThrow().width();
    assertThat(full).isGreaterThan(2 * score);
    assertThat(Tag.fitting("traffic light", 0.5f, 8, full - 1, 100).orElseThrow().width())
        .isBetween(full - 20, full - 1);
    assertThat(Tag.fitting("traffic light", 0.5f, 8, score, 100).orElseThrow().width())
        .isEqualTo(score);
    assertThat(Tag.fitting("traffic light", 0.5f, 8, score - 1, 100)).isEmpty();
    assertThat(Tag.fitting("traffic light", 0.5f, 8, 1000, 8)).isEmpty();
  }
}
