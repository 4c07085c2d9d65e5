package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A pyramid level in square tiles, before its 3x3 output convolution. A tile is convolved together
 * with the cells around it, so that it comes out as in the whole map.
 *
 * @param map what the convolution reads
 * @param size of the map
 * @param whole the convolution, for the whole map
 * @param inner the same convolution, but only where its window lies inside
 * @param firstTile number of this level's first tile among those of all levels
 */
record TiledLevel(
    MergedMap map, TiledSize size, Convolution whole, Convolution inner, int firstTile) {
  private static final int AROUND = 1;

  /**
   * Cuts a level into tiles.
   *
   * @param map what the convolution reads
   * @param output the convolution
   * @param side cells along a tile's side
   * @param firstTile number of its first tile
   */
  static TiledLevel of(MergedMap map, Convolution output, int side, int firstTile) {
    return new TiledLevel(
        map, TiledSize.of(map.sized(), side), output, output.withoutPadding(), firstTile);
  }

  /** How many tiles there are. */
  int tiles() {
    return size.tiles();
  }

  /**
   * Convolves some tiles.
   *
   * @param tiles numbers, counted from this level's first
   * @return {@code [tiles, cells, C]}
   */
  Tensor convolve(List<Integer> tiles) {
    return asTiles(CellTable.asRows(inner.apply(map.patches(TileCells.of(size, tiles, AROUND)))));
  }

  /**
   * Convolves the whole map and cuts tiles out of it.
   *
   * @param tiles as above
   * @return as above
   */
  Tensor convolveWhole(List<Integer> tiles) {
    return asTiles(TileCells.of(size, tiles, 0).gather(whole.apply(map.whole())));
  }

  private Tensor asTiles(Tensor rows) {
    return rows.view(-1, size.cellsPerTile(), rows.size(1));
  }

  /**
   * The way back.
   *
   * @param tiles as above, ascending
   * @param gradient {@code [tiles, cells, C]} of what they were convolved to
   * @param roots get the gradients of the convolution
   * @return that of the map, {@code [B, C, H, W]}
   */
  Tensor backward(List<Integer> tiles, Tensor gradient, GradientRoots roots) {
    return tiles.size() == tiles()
        ? whole.backward(map.whole(), assembled(tiles, gradient), roots)
        : backwardInTiles(tiles, gradient, roots);
  }

  private Tensor backwardInTiles(List<Integer> tiles, Tensor gradient, GradientRoots roots) {
    TileCells read = TileCells.of(size, tiles, AROUND);
    Tensor patches = map.patches(read);
    Tensor ofPatches = inner.backward(patches, TileCells.asPatches(gradient, size.side()), roots);
    return asMap(
        NeuralOps.embeddingBagGradient(
            CellTable.asRows(ofPatches), read.indices(), read.weights(patches), size.cells()));
  }

  /** Puts all tiles together. */
  private Tensor assembled(List<Integer> tiles, Tensor values) {
    return asMap(
        values.reshape(-1, values.size(2)).index_select(0, TileCells.of(size, tiles, 0).places()));
  }

  private Tensor asMap(Tensor rows) {
    return rows.view(size.images(), size.height(), size.width(), rows.size(1)).permute(0, 3, 1, 2);
  }
}
