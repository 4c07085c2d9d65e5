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
        Cells.of(this, tiles, AROUND)
            .gather(map)
            .view(tiles.size(), side, side, map.size(1))
            .permute(0, 3, 1, 2);
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
    return Cells.of(this, tiles, 0).gather(convolved).view(tiles.size(), CELLS, convolved.size(1));
  }

  /**
   * The way back.
   *
   * @param tiles as above, ascending
   * @param gradient {@code [tiles, CELLS, C]} of what they were convolved to
   * @param roots get the gradients of the convolution
   * @return that of the map, {@code [B, C, H, W]}
   */
  Tensor backward(List<Integer> tiles, Tensor gradient, GradientRoots roots) {
    return tiles.size() == tiles()
        ? whole.backward(map, assembled(tiles, gradient), roots)
        : backwardInTiles(tiles, gradient, roots);
  }

  private Tensor backwardInTiles(List<Integer> tiles, Tensor gradient, GradientRoots roots) {
    Cells read = Cells.of(this, tiles, AROUND);
    int side = SIDE + 2 * AROUND;
    Tensor ofPatches =
        inner.backward(
            read.gather(map).view(tiles.size(), side, side, map.size(1)).permute(0, 3, 1, 2),
            gradient.view(tiles.size(), SIDE, SIDE, gradient.size(2)).permute(0, 3, 1, 2),
            roots);
    return asMap(
        NeuralOps.embeddingBagGradient(
            ofPatches.permute(0, 2, 3, 1).reshape(-1, map.size(1)),
            read.indices(),
            read.weights(map),
            map.size(0) * map.size(2) * map.size(3)));
  }

  /** Puts all tiles together. */
  private Tensor assembled(List<Integer> tiles, Tensor values) {
    Tensor places = Cells.of(this, tiles, 0).places((int) map.size(0) * height() * width());
    return asMap(values.reshape(-1, values.size(2)).index_select(0, places));
  }

  private Tensor asMap(Tensor rows) {
    return rows.view(map.size(0), height(), width(), rows.size(1)).permute(0, 3, 1, 2);
  }

  /**
   * The cells of some tiles in a map, tile by tile.
   *
   * @param rows of the map as a table
   * @param inside 1, or 0 where the map ends
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cells(int[] rows, float[] inside) {
    static Cells of(TiledLevel level, List<Integer> tiles, int around) {
      int side = SIDE + 2 * around;
      int[] rows = new int[tiles.size() * side * side];
      float[] inside = new float[rows.length];
      int i = 0;
      for (int tile : tiles) {
        int image = tile / level.tilesPerImage();
        int inImage = tile % level.tilesPerImage();
        int top = inImage / level.tilesPerRow() * SIDE - around;
        int left = inImage % level.tilesPerRow() * SIDE - around;
        for (int y = top; y < top + side; y++) {
          for (int x = left; x < left + side; x++) {
            if (y >= 0 && y < level.height() && x >= 0 && x < level.width()) {
              rows[i] = (image * level.height() + y) * level.width() + x;
              inside[i] = 1;
            }
            i++;
          }
        }
      }
      return new Cells(rows, inside);
    }

    Tensor indices() {
      return HostTensors.ofInts(rows, rows.length);
    }

    Tensor weights(Tensor like) {
      return Ops.like(HostTensors.ofFloats(inside, rows.length), like);
    }

    /** Where each of the map's cells stands among these. */
    Tensor places(int cells) {
      int[] places = new int[cells];
      for (int i = 0; i < rows.length; i++) {
        if (inside[i] > 0) {
          places[rows[i]] = i;
        }
      }
      return HostTensors.ofInts(places, cells);
    }

    /** The cells as rows; zeros where the map ends. */
    Tensor gather(Tensor map) {
      Tensor cells = map.permute(0, 2, 3, 1).reshape(-1, map.size(1));
      Tensor indices = indices();
      return NeuralOps.embeddingBag(
          cells, indices, Ops.intRange(0, rows.length, 1, indices), weights(cells));
    }
  }
}
