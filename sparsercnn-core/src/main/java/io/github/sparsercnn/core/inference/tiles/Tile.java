package io.github.sparsercnn.core.inference.tiles;

import io.github.sparsercnn.ImageSize;

/**
 * A part of a picture.
 *
 * @param left where it begins, in pixels of the picture
 * @param top where it begins
 * @param size its size
 */
public record Tile(int left, int top, ImageSize size) {
  /** {@return where it ends on the right} */
  int right() {
    return left + size.width();
  }

  /** {@return where it ends at the bottom} */
  int bottom() {
    return top + size.height();
  }
}
