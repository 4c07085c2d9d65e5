package io.github.sparsercnn.core.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.Tiling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TileMergeTest {
  private static final Categories TWO = Categories.of(List.of("a", "b"));
  private static final ImageSize PICTURE = new ImageSize(180, 100);

  /** Two tiles that share the columns from 80 to 100. */
  private static final List<Tile> TWO_TILES =
      TileGrid.of(PICTURE, Tiling.builder().size(100).overlap(0.2).build());

  private static Instances found(ImageSize size, List<Instance> instances) {
    float[] scores = new float[instances.size()];
    int[] classIds = new int[instances.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = instances.get(i).score();
      classIds[i] = instances.get(i).classId();
    }
    return Instances.of(
        size, Boxes.of(instances.stream().map(Instance::box).toList()), scores, classIds, TWO);
  }

  private static Instance a(float score, float x1, float y1, float x2, float y2) {
    return new Instance("a", 0, score, new Box(x1, y1, x2, y2));
  }

  private static Instance b(float score, float x1, float y1, float x2, float y2) {
    return new Instance("b", 1, score, new Box(x1, y1, x2, y2));
  }

  /** Boxes of the second tile are given in its own pixels. */
  private static Instances merge(List<Instance> left, List<Instance> right) {
    return TileMerge.merge(
        PICTURE,
        TWO_TILES,
        List.of(found(TWO_TILES.get(0).size(), left), found(TWO_TILES.get(1).size(), right)),
        TWO);
  }

  @Example
  void objectSeenWholeByBoth_isOneWithTheBetterBox() {
    assertThat(merge(List.of(a(0.8f, 82, 10, 95, 30)), List.of(a(0.9f, 2, 10, 16, 30))))
        .containsExactly(a(0.9f, 82, 10, 96, 30));
  }

  @Example
  void objectCutByOneTile_hasTheBoxOfTheOther() {
    // The cut box covers a third of the object only: suppression by overlap would keep both.
    assertThat(merge(List.of(a(0.9f, 70, 10, 98, 30)), List.of(a(0.95f, 0, 10, 18, 30))))
        .containsExactly(a(0.95f, 70, 10, 98, 30));
    assertThat(merge(List.of(a(0.5f, 85, 10, 100, 30)), List.of(a(0.6f, 5, 10, 60, 30))))
        .containsExactly(a(0.6f, 85, 10, 140, 30));
  }

  @Example
  void objectCutByBothTiles_isJoined() {
    assertThat(merge(List.of(a(0.7f, 30, 10, 100, 60)), List.of(a(0.8f, 0, 12, 70, 60))))
        .containsExactly(a(0.8f, 30, 10, 150, 60));
  }

  @Example
  void doubtfulSighting_doesNotChangeTheBoxOfASureOne() {
    assertThat(merge(List.of(a(0.9f, 30, 10, 100, 60)), List.of(a(0.1f, 0, 12, 70, 60))))
        .containsExactly(a(0.9f, 30, 10, 100, 60));
  }

  @Example
  void cutObjectThatTheNeighbourDoesNotSee_isKept() {
    assertThat(merge(List.of(a(0.7f, 60, 10, 100, 60)), List.of()))
        .containsExactly(a(0.7f, 60, 10, 100, 60));
  }

  @Example
  void sliverOfAnObject_givesWayToTheObject() {
    assertThat(merge(List.of(a(0.6f, 95, 20, 100, 40)), List.of(a(0.5f, 5, 10, 60, 50))))
        .containsExactly(a(0.6f, 85, 10, 140, 50));
  }

  @Example
  void objectsOfDifferentClasses_neverMeet() {
    assertThat(merge(List.of(a(0.9f, 82, 10, 95, 30)), List.of(b(0.8f, 2, 10, 15, 30)))).hasSize(2);
  }

  @Example
  void objectsThatATileTellsApart_stayApart() {
    List<Instance> pair = List.of(a(0.9f, 82, 10, 96, 30), a(0.8f, 83, 10, 97, 30));
    List<Instance> samePair = List.of(a(0.7f, 2, 10, 16, 30), a(0.6f, 3, 10, 17, 30));
    assertThat(merge(pair, samePair)).containsExactlyElementsOf(pair);
  }

  @Example
  void wholePicture_replacesThePieces() {
    List<Tile> tiles =
        TileGrid.of(PICTURE, Tiling.builder().size(100).overlap(0.2).wholePicture(true).build());
    Instances merged =
        TileMerge.merge(
            PICTURE,
            tiles,
            List.of(
                found(tiles.get(0).size(), List.of(a(0.9f, 10, 10, 100, 90))),
                found(tiles.get(1).size(), List.of(a(0.8f, 0, 10, 90, 90))),
                found(PICTURE, List.of(a(0.7f, 11, 11, 169, 89)))),
            TWO);
    assertThat(merged).containsExactly(a(0.9f, 11, 11, 169, 89));
  }

  @Example
  void withoutOverlap_nothingIsMerged() {
    ImageSize picture = new ImageSize(200, 100);
    List<Tile> tiles = TileGrid.of(picture, Tiling.builder().size(100).overlap(0).build());
    Instances merged =
        TileMerge.merge(
            picture,
            tiles,
            List.of(
                found(tiles.get(0).size(), List.of(a(0.9f, 50, 10, 100, 60))),
                found(tiles.get(1).size(), List.of(a(0.8f, 0, 10, 50, 60)))),
            TWO);
    assertThat(merged).hasSize(2);
  }

  /** Boxes that may touch any border, of few places and scores, so that many agree. */
  private static List<Instance> random(Random random, ImageSize size, int count) {
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float x1 = random.nextInt(10) * size.width() / 10f;
      float y1 = random.nextInt(10) * size.height() / 10f;
      float x2 = x1 + (1 + random.nextInt(5)) * size.width() / 10f;
      float y2 = y1 + (1 + random.nextInt(5)) * size.height() / 10f;
      Box box = new Box(x1, y1, Math.min(x2, size.width()), Math.min(y2, size.height()));
      int classId = random.nextInt(2);
      instances.add(new Instance(TWO.label(classId), classId, (1 + random.nextInt(9)) / 10f, box));
    }
    return instances;
  }

  @Property(tries = 300)
  void merging_aMergedPictureAgainChangesNothing(
      @ForAll long seed, @ForAll @IntRange(max = 30) int count) {
    Random random = new Random(seed);
    List<Instances> found = new ArrayList<>();
    for (Tile tile : TWO_TILES) {
      found.add(found(tile.size(), random(random, tile.size(), count)));
    }
    Instances once = TileMerge.merge(PICTURE, TWO_TILES, found, TWO);
    Tile whole = new Tile(0, 0, PICTURE);
    assertThat(TileMerge.merge(PICTURE, List.of(whole), List.of(once), TWO)).isEqualTo(once);
  }

  @Property(tries = 300)
  void merging_neitherLosesTheBestNorInventsObjects(
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int count,
      @ForAll @DoubleRange(max = 0.6) double overlap) {
    Random random = new Random(seed);
    ImageSize picture = new ImageSize(230, 170);
    List<Tile> tiles = TileGrid.of(picture, Tiling.builder().size(80).overlap(overlap).build());
    List<Instances> found = new ArrayList<>();
    for (Tile tile : tiles) {
      found.add(found(tile.size(), random(random, tile.size(), count)));
    }
    Instances merged = TileMerge.merge(picture, tiles, found, TWO);

    int most = found.stream().mapToInt(Instances::size).max().orElse(0);
    int all = found.stream().mapToInt(Instances::size).sum();
    assertThat(merged.size()).isBetween(most, all);
    if (all > 0) {
      float best =
          Collections.max(
              found.stream().filter(i -> !i.isEmpty()).map(i -> i.get(0).score()).toList());
      assertThat(merged.get(0).score()).isEqualTo(best);
    }
    for (Box box : merged.boxes()) {
      assertThat(box.x1()).isNotNegative();
      assertThat(box.y1()).isNotNegative();
      assertThat(box.x2()).isLessThanOrEqualTo(230.01f);
      assertThat(box.y2()).isLessThanOrEqualTo(170.01f);
    }
  }
}
