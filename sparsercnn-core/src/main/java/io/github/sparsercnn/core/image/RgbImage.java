package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;

/** A decoded picture: 8-bit RGB, {@code [height, width, 3]}, row by row from the top left. */
public final class RgbImage {
  private final byte[] bytes;
  private final ImageSize size;

  /**
   * Wraps bytes.
   *
   * @param bytes {@code height * width * 3} bytes, not copied
   * @param size of the picture
   * @throws IllegalArgumentException if the number of bytes does not fit the size
   */
  public RgbImage(byte[] bytes, ImageSize size) {
    if (bytes.length != 3L * size.width() * size.height()) {
      throw new IllegalArgumentException(bytes.length + " bytes for an RGB image of " + size);
    }
    this.bytes = bytes;
    this.size = size;
  }

  /** The bytes, not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** The size in pixels. */
  public ImageSize size() {
    return size;
  }

  /** Pixels from left to right. */
  public int width() {
    return size.width();
  }

  /** Pixels from top to bottom. */
  public int height() {
    return size.height();
  }
}
