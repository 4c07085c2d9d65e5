package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BoxesTest {
  /** A quarter of a pixel: sums and halves of such coordinates below 2^20 are exact in floats. */
  private static final float QUARTER = 0.25f;

  @Provide
  Arbitrary<Boxes> boxes() {
    return boxesOf(Arbitraries.floats().between(-2000, 2000));
  }

  @Provide
  Arbitrary<Boxes> quarterPixelBoxes() {
    return boxesOf(Arbitraries.integers().between(-8000, 8000).map(i -> i * QUARTER));
  }

  private static Arbitrary<Boxes> boxesOf(Arbitrary<Float> coordinates) {
    return Combinators.combine(coordinates, coordinates, coordinates, coordinates)
        .as((a, b, c, d) -> new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)))
        .list()
        .ofMaxSize(8)
        .map(Boxes::of);
  }

  @Property
  void xywh_roundTripsWithinFloatRounding(@ForAll("boxes") Boxes boxes) {
    assertThat(Boxes.ofXywh(boxes.toXywh()).toXyxy())
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(boxes.toXyxy());
  }

  @Property
  void cxcywh_roundTripsWithinFloatRounding(@ForAll("boxes") Boxes boxes) {
    assertThat(Boxes.ofCxcywh(boxes.toCxcywh()).toXyxy())
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(boxes.toXyxy());
  }

  @Property
  void conversions_areExactOnQuarterPixels(@ForAll("quarterPixelBoxes") Boxes boxes) {
    assertThat(Boxes.ofXywh(boxes.toXywh())).isEqualTo(boxes);
    assertThat(Boxes.ofCxcywh(boxes.toCxcywh())).isEqualTo(boxes);
  }

  @Property
  void of_packsSingleBoxes(@ForAll("boxes") Boxes boxes) {
    assertThat(Boxes.of(boxes.toXyxy())).isEqualTo(boxes).hasSameHashCodeAs(boxes);
    assertThat(Boxes.of(List.copyOf(list(boxes)))).isEqualTo(boxes);
    assertThat(list(boxes)).hasSize(boxes.size());
  }

  @Property
  void iou_isSymmetricAndBetweenZeroAndOne(
      @ForAll("boxes") Boxes some, @ForAll("boxes") Boxes others) {
    float[][] there = some.iou(others);
    float[][] back = others.iou(some);
    assertThat(there).hasDimensions(some.size(), some.isEmpty() ? 0 : others.size());
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < others.size(); j++) {
        assertThat(there[i][j]).isBetween(0f, 1f).isEqualTo(back[j][i]);
      }
    }
  }

  @Property
  void iou_ofABoxWithItselfIsOneUnlessItIsEmpty(@ForAll("boxes") Boxes boxes) {
    for (Box box : boxes) {
      boolean empty = box.x1() == box.x2() || box.y1() == box.y2();
      assertThat(box.iou(box)).isEqualTo(empty ? 0f : 1f);
    }
  }

  @Property
  void iou_countsSharedPixelsOfIntegerBoxes(
      @ForAll("pixelBoxes") Box one, @ForAll("pixelBoxes") Box other) {
    int shared = 0;
    int covered = 0;
    for (int x = 0; x < 12; x++) {
      for (int y = 0; y < 12; y++) {
        boolean inOne = covers(one, x, y);
        boolean inOther = covers(other, x, y);
        shared += inOne && inOther ? 1 : 0;
        covered += inOne || inOther ? 1 : 0;
      }
    }
    float expected = covered == 0 ? 0 : (float) ((double) shared / covered);
    assertThat(one.iou(other)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Box> pixelBoxes() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(0, 12);
    return Combinators.combine(edge, edge, edge, edge)
        .as(
            (a, b, c, d) ->
                new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)));
  }

  private static boolean covers(Box box, int x, int y) {
    return x >= box.x1() && x < box.x2() && y >= box.y1() && y < box.y2();
  }

  @Property
  void clip_keepsEverythingInsideAndChangesNothingInside(@ForAll("boxes") Boxes boxes) {
    Boxes clipped = boxes.clip(new ImageSize(640, 480));
    assertThat(clipped.size()).isEqualTo(boxes.size());
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      Box cut = clipped.get(i);
      assertThat(cut.x1()).isBetween(0f, 640f);
      assertThat(cut.x2()).isBetween(0f, 640f);
      assertThat(cut.y1()).isBetween(0f, 480f);
      assertThat(cut.y2()).isBetween(0f, 480f);
      if (box.x1() >= 0 && box.y1() >= 0 && box.x2() <= 640 && box.y2() <= 480) {
        assertThat(cut).isEqualTo(box);
      }
    }
    assertThat(clipped.clip(new ImageSize(640, 480))).isEqualTo(clipped);
  }

  @Property
  void scale_byPowersOfTwoIsUndoneExactly(@ForAll("quarterPixelBoxes") Boxes boxes) {
    assertThat(boxes.scale(2f, 0.5f).scale(0.5f, 2f)).isEqualTo(boxes);
  }

  @Test
  void scale_movesEachAxisByItsOwnFactor() {
    assertThat(Boxes.of(1, 2, 3, 4).scale(10, 100)).isEqualTo(Boxes.of(10, 200, 30, 400));
  }

  @Test
  void area_isWidthTimesHeight() {
    assertThat(Boxes.of(1, 2, 4, 6, 5, 5, 5, 9).area()).containsExactly(12f, 0f);
  }

  @Test
  void iou_staysFiniteForBoxesWhoseAreaOverflowsFloats() {
    Box huge = new Box(-1e30f, -1e30f, 1e30f, 1e30f);
    assertThat(huge.iou(new Box(0, -1e30f, 1e30f, 1e30f))).isCloseTo(0.5f, within(1e-6f));
  }

  @Test
  void toXywh_isTheDifferenceInFloats() {
    assertThat(Boxes.of(0.1f, 0.2f, 10.3f, 20.7f).toXywh())
        .containsExactly(0.1f, 0.2f, 10.3f - 0.1f, 20.7f - 0.2f);
  }

  @Test
  void of_copiesItsArrayAndGivesCopies() {
    float[] given = {1, 2, 3, 4};
    Boxes boxes = Boxes.of(given);
    given[0] = -7;
    boxes.toXyxy()[1] = -7;
    assertThat(boxes).isEqualTo(Boxes.of(1, 2, 3, 4));
  }

  @Test
  void of_refusesWhatIsNoBox() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Boxes.of(1, 2, 3))
        .withMessage("boxes have 4 floats each, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Boxes.of(1, 2, 3, Float.NaN))
        .withMessage("box edges must be finite: [1.0, 2.0, 3.0, NaN]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Boxes.of(0, 0, 1, 1, 3, 2, 1, 4))
        .withMessage(
            "a box is [x1, y1, x2, y2] with x1 <= x2 and y1 <= y2, got [3.0, 2.0, 1.0, 4.0]");
    assertThatIllegalArgumentException().isThrownBy(() -> Boxes.ofXywh(0, 0, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Boxes.ofXywh(0, 0, 1, 1, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> Boxes.ofCxcywh(0, 0, 1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Boxes.ofCxcywh(0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(0, 0, Float.POSITIVE_INFINITY, 1));
  }

  @Test
  void scale_refusesFactorsThatAreNotPositive() {
    Boxes boxes = Boxes.of(1, 2, 3, 4);
    for (float factor : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> boxes.scale(factor, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> boxes.scale(1, factor));
    }
  }

  @Test
  void get_andIteratorEndAtTheLastBox() {
    Boxes boxes = Boxes.of(1, 2, 3, 4);
    assertThatThrownBy(() -> boxes.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Boxes.empty().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
    assertThat(Boxes.empty().isEmpty()).isTrue();
  }

  @Test
  void toString_hasTenthsOfPixels() {
    assertThat(Boxes.of(12.1f, 40, 118.46f, 141.9f, 0, 0, 5, 7.5f))
        .hasToString("2 boxes [[12.1, 40.0, 118.5, 141.9], [0.0, 0.0, 5.0, 7.5]]");
    assertThat(Boxes.empty()).hasToString("0 boxes []");
  }

  private static List<Box> list(Boxes boxes) {
    List<Box> list = new java.util.ArrayList<>();
    boxes.forEach(list::add);
    return list;
  }
}
