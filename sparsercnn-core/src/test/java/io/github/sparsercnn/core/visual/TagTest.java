package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TagTest {
  private static final Rectangle PICTURE = new Rectangle(200, 150);

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

  @Provide
  Arbitrary<List<Rectangle>> boxes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 199),
            Arbitraries.integers().between(0, 149),
            Arbitraries.integers().between(1, 200),
            Arbitraries.integers().between(1, 150))
        .as((x, y, w, h) -> new Rectangle(x, y, w, h).intersection(PICTURE))
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 300)
  void place_staysInThePicture(
      @ForAll("boxes") List<Rectangle> boxes,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 1, max = 150) int height) {
    TagPlacement placement = new TagPlacement(PICTURE);
    for (Rectangle box : boxes) {
      Rectangle tag = placement.place(box, width, height);
      assertThat(PICTURE.contains(tag)).as("%s of %s", tag, box).isTrue();
      assertThat(tag.getSize()).isEqualTo(new Dimension(width, height));
    }
  }

  @Test
  void place_prefersAboveThenInsideALargeBoxThenBelowASmallOne() {
    TagPlacement placement = new TagPlacement(PICTURE);
    assertThat(placement.place(new Rectangle(50, 60, 100, 80), 40, 10))
        .isEqualTo(new Rectangle(50, 50, 40, 10));
    assertThat(placement.place(new Rectangle(0, 0, 100, 80), 40, 10))
        .isEqualTo(new Rectangle(0, 0, 40, 10));
    assertThat(placement.place(new Rectangle(150, 0, 20, 15), 40, 10))
        .isEqualTo(new Rectangle(150, 15, 40, 10));
    assertThat(placement.place(new Rectangle(190, 60, 10, 10), 40, 10))
        .as("pushed back from the right border")
        .isEqualTo(new Rectangle(160, 50, 40, 10));
  }

  @Test
  void place_keepsTagsOfEqualBoxesApart() {
    TagPlacement placement = new TagPlacement(PICTURE);
    List<Rectangle> tags = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Rectangle tag = placement.place(new Rectangle(50, 50, 100, 60), 40, 10);
      assertThat(tags).noneMatch(tag::intersects);
      tags.add(tag);
    }
  }
}
