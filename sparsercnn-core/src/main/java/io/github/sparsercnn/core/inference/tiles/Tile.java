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

  /** {@return whether both see a part of the picture} */
  boolean shares(Tile other) {
    return Math.max(left, other.left) < Math.min(right(), other.right())
        && Math.max(top, other.top) < Math.min(bottom(), other.bottom());
  }
}
