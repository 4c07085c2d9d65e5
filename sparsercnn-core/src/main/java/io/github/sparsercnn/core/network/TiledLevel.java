package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A pyramid level in square tiles, before its 3x3 output convolution. A tile is convolved together
 * with the cells around it, so that it comes out as in the whole map.
 *
 * @param map {@code [B, C, H, W]} channels-last: what the convolution reads
 * @param whole the convolution, for the whole map
 * @param inner the same convolution, but only where its window lies inside
 * @param firstTile number of this level's first tile among those of all levels
 */
record TiledLevel(Tensor map, Convolution whole, Convolution inner, int firstTile) {
  /** Cells along a tile's side. Smaller ones fit boxes better, but convolve more slowly. */
  static final int SIDE = 16;

  /** Cells of a tile. */
  static final int CELLS = SIDE * SIDE;

  private static final int AROUND = 1;

  int height() {
    return (int) map.size(2);
  }

  int width() {
    return (int) map.size(3);
  }

  int tilesPerRow() {
    return tiles(width());
  }

  int tilesPerImage() {
    return tiles(height()) * tilesPerRow();
  }

  int tiles() {
    return (int) map.size(0) * tilesPerImage();
  }

  private static int tiles(int cells) {
    return (cells + SIDE - 1) / SIDE;
  }

  /**
   * Convolves some tiles.
   *
   * @param tiles numbers, counted from this level's first
   * @return {@code [tiles, CELLS, C]}
   */
  Tensor convolve(List<Integer> tiles) {
    int side = SIDE + 2 * AROUND;
    Tensor patches =
        gather(map, tiles, AROUND).view(tiles.size(), side, side, map.size(1)).permute(0, 3, 1, 2);
    Tensor convolved = inner.apply(patches).permute(0, 2, 3, 1);
    return convolved.reshape(tiles.size(), CELLS, convolved.size(3));
  }

  /**
   * Convolves the whole map and cuts tiles out of it.
   *
   * @param tiles as above
   * @return as above
   */
  Tensor convolveWhole(List<Integer> tiles) {
    Tensor convolved = whole.apply(map);
    return gather(convolved, tiles, 0).view(tiles.size(), CELLS, convolved.size(1));
  }

  /** The cells of tiles and {@code around} them as rows; zeros where the map ends. */
  private Tensor gather(Tensor from, List<Integer> tiles, int around) {
    int side = SIDE + 2 * around;
    int[] rows = new int[tiles.size() * side * side];
    float[] inside = new float[rows.length];
    int i = 0;
    for (int tile : tiles) {
      int image = tile / tilesPerImage();
      int inImage = tile % tilesPerImage();
      int top = inImage / tilesPerRow() * SIDE - around;
      int left = inImage % tilesPerRow() * SIDE - around;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          if (y >= 0 && y < height() && x >= 0 && x < width()) {
            rows[i] = (image * height() + y) * width() + x;
            inside[i] = 1;
          }
          i++;
        }
      }
    }
    Tensor cells = from.permute(0, 2, 3, 1).reshape(-1, from.size(1));
    Tensor indices = HostTensors.ofInts(rows, rows.length);
    return NeuralOps.embeddingBag(
        cells,
        indices,
        Ops.intRange(0, rows.length, 1, indices),
        Ops.like(HostTensors.ofFloats(inside, rows.length), cells));
  }
}
