package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TagPlacementTest {
  private static final Rectangle PICTURE = new Rectangle(200, 150);

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
