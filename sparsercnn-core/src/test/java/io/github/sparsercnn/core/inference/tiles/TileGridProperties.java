package io.github.sparsercnn.core.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Tiling;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TileGridProperties {
  private static List<Tile> grid(int width, int height, int size, double overlap) {
    return TileGrid.of(
        new ImageSize(width, height), Tiling.builder().size(size).overlap(overlap).build());
  }

  @Property
  void tiles_coverThePictureAndLieWithinIt(
      @ForAll @IntRange(min = 1, max = 700) int width,
      @ForAll @IntRange(min = 1, max = 700) int height,
      @ForAll @IntRange(min = 32, max = 300) int size,
      @ForAll @DoubleRange(max = 0.9) double overlap) {
    boolean[] columns = new boolean[width];
    boolean[] rows = new boolean[height];
    List<Tile> tiles = grid(width, height, size, overlap);
    assertThat(tiles).doesNotHaveDuplicates();
    for (Tile tile : tiles) {
      assertThat(tile.size().width()).isEqualTo(Math.min(size, width));
      assertThat(tile.size().height()).isEqualTo(Math.min(size, height));
      for (int x = tile.left(); x < tile.right(); x++) {
        columns[x] = true;
      }
      for (int y = tile.top(); y < tile.bottom(); y++) {
        rows[y] = true;
      }
    }
    assertThat(columns).doesNotContain(false);
    assertThat(rows).doesNotContain(false);
    long across = tiles.stream().map(Tile::left).distinct().count();
    long down = tiles.stream().map(Tile::top).distinct().count();
    assertThat(tiles).hasSize((int) (across * down));
  }

  @Property
  void neighbours_shareWhatIsAskedFor(
      @ForAll @IntRange(min = 1, max = 2000) int width,
      @ForAll @IntRange(min = 32, max = 300) int size,
      @ForAll @DoubleRange(max = 0.9) double overlap) {
    List<Tile> tiles = grid(width, 10, size, overlap);
    for (int i = 1; i < tiles.size(); i++) {
      int shared = tiles.get(i - 1).right() - tiles.get(i).left();
      assertThat((double) shared).isGreaterThanOrEqualTo(size * overlap);
      assertThat(shared).isLessThan(size);
    }
  }

  @Example
  void picture_noLargerThanATileIsOne() {
    assertThat(grid(300, 200, 300, 0.2)).containsExactly(new Tile(0, 0, new ImageSize(300, 200)));
    assertThat(
            TileGrid.of(
                new ImageSize(300, 200), Tiling.builder().size(300).wholePicture(true).build()))
        .hasSize(1);
  }

  @Example
  void lastTiles_areMovedBackIntoThePicture() {
    assertThat(grid(250, 100, 100, 0.2)).extracting(Tile::left).containsExactly(0, 80, 150);
  }

  @Example
  void wholePicture_isTheLastTile() {
    List<Tile> tiles =
        TileGrid.of(new ImageSize(150, 100), Tiling.builder().size(100).wholePicture(true).build());
    assertThat(tiles).hasSize(3).last().isEqualTo(new Tile(0, 0, new ImageSize(150, 100)));
  }
}
