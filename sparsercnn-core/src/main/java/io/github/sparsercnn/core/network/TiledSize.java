package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * The size of a map that is cut into square tiles, those at its right and lower edge incomplete.
 *
 * @param images how many maps
 * @param height rows of cells
 * @param width cells per row
 */
record TiledSize(int images, int height, int width) {
  /** Cells along a tile's side. Smaller ones fit boxes better, but convolve more slowly. */
  static final int SIDE = 8;

  /** Cells of a tile. */
  static final int CELLS = SIDE * SIDE;

  /** Of {@code [B, C, H, W]}. */
  static TiledSize of(Tensor map) {
    return new TiledSize((int) map.size(0), (int) map.size(2), (int) map.size(3));
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

  private static int tiles(int cells) {
    return (cells + SIDE - 1) / SIDE;
  }
}
