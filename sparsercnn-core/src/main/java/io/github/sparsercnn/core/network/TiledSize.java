package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * The size of a map that is cut into square tiles, those at its right and lower edge incomplete.
 *
 * @param images how many maps
 * @param height rows of cells
 * @param width cells per row
 * @param side cells along a tile's side
 */
record TiledSize(int images, int height, int width, int side) {

  /** Of {@code [B, C, H, W]}. */
  static TiledSize of(Tensor map, int side) {
    return new TiledSize((int) map.size(0), (int) map.size(2), (int) map.size(3), side);
  }

  /** Cells of a tile. */
  int cellsPerTile() {
    return side * side;
  }

  int tilesPerRow() {
    return tiles(width);
  }

  int tilesPerImage() {
    return tiles(height) * tilesPerRow();
  }

  int tiles() {
    return images * tilesPerImage();
  }

  int cells() {
    return images * height * width;
  }

  private int tiles(int cells) {
    return (cells + side - 1) / side;
  }
}
