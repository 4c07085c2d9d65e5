package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The cells of some tiles in a map, tile by tile, row by row.
 *
 * @param size of the map
 * @param side cells along a tile's side, with those around it
 * @param rows of the map as a table; 0 where the map ends
 * @param inside 1, or 0 where the map ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TileCells(TiledSize size, int side, int[] rows, float[] inside) {

  /**
   * Looks them up.
   *
   * @param size of the map
   * @param tiles their numbers
   * @param around how many cells around a tile belong to it
   */
  static TileCells of(TiledSize size, List<Integer> tiles, int around) {
    int side = size.side() + 2 * around;
    int[] rows = new int[tiles.size() * side * side];
    float[] inside = new float[rows.length];
    int i = 0;
    for (int tile : tiles) {
      int image = tile / size.tilesPerImage();
      int inImage = tile % size.tilesPerImage();
      int top = inImage / size.tilesPerRow() * size.side() - around;
      int left = inImage % size.tilesPerRow() * size.side() - around;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          if (y >= 0 && y < size.height() && x >= 0 && x < size.width()) {
            rows[i] = (image * size.height() + y) * size.width() + x;
            inside[i] = 1;
          }
          i++;
        }
      }
    }
    return new TileCells(size, side, rows, inside);
  }

  Tensor indices() {
    return HostTensors.ofInts(rows, rows.length);
  }

  /** The cells of a map of half the size that these lie in. */
  private Tensor indicesInHalf() {
    int[] half = new int[rows.length];
    for (int i = 0; i < half.length; i++) {
      int line = rows[i] / size.width(); // counted over all pictures, whose heights are even
      half[i] = line / 2 * (size.width() / 2) + rows[i] % size.width() / 2;
    }
    return HostTensors.ofInts(half, half.length);
  }

  Tensor weights(Tensor like) {
    return Ops.like(HostTensors.ofFloats(inside, rows.length), like);
  }

  /** {@link #weights} of patches. */
  Tensor mask(Tensor like) {
    return weights(like).view(-1, 1, side, side);
  }

  /** Where each of the map's cells stands among these. */
  Tensor places() {
    int[] places = new int[size.cells()];
    for (int i = 0; i < rows.length; i++) {
      if (inside[i] > 0) {
        places[rows[i]] = i;
      }
    }
    return HostTensors.ofInts(places, places.length);
  }

  /**
   * The cells as rows; zeros where the map ends.
   *
   * @param map {@code [B, C, H, W]} channels-last
   * @return {@code [tiles * side * side, C]}
   */
  Tensor gather(Tensor map) {
    Tensor indices = indices();
    return NeuralOps.embeddingBag(
        CellTable.asRows(map), indices, Ops.intRange(0, rows.length, 1, indices), weights(map));
  }

  /** {@link #gather}, but with any values where the map ends, and of any type. */
  Tensor gatherLoosely(Tensor map) {
    return CellTable.asRows(map).index_select(0, indices());
  }

  /** {@link #gatherLoosely} from a map of half the size, enlarged as the pyramid does it. */
  Tensor gatherEnlarged(Tensor half) {
    return CellTable.asRows(half).index_select(0, indicesInHalf());
  }

  /**
   * Rows as small maps.
   *
   * @param rows {@code [tiles * side * side, C]} or {@code [tiles, side * side, C]}
   * @return {@code [tiles, C, side, side]} channels-last
   */
  static Tensor asPatches(Tensor rows, int side) {
    return rows.view(-1, side, side, rows.size(rows.dim() - 1)).permute(0, 3, 1, 2);
  }
}
