package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.util.Objects;

/** A decoded picture: 8-bit RGB, {@code [height, width, 3]}, row by row from the top left. */
public final class RgbImage {
  private static final int CHANNELS = 3;

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
    if (bytes.length != (long) CHANNELS * size.width() * size.height()) {
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

  /**
   * Cuts out a part.
   *
   * @param left where it begins, in pixels
   * @param top where it begins
   * @param part its size
   * @return a copy of those pixels
   * @throws IndexOutOfBoundsException if it leaves the picture
   */
  public RgbImage part(int left, int top, ImageSize part) {
    Objects.checkFromIndexSize(left, part.width(), size.width());
    Objects.checkFromIndexSize(top, part.height(), size.height());
    int row = part.width() * CHANNELS;
    byte[] cut = new byte[row * part.height()];
    for (int y = 0; y < part.height(); y++) {
      int from = ((top + y) * size.width() + left) * CHANNELS;
      System.arraycopy(bytes, from, cut, y * row, row);
    }
    return new RgbImage(cut, part);
  }

  /** {@return a copy with left and right exchanged} */
  public RgbImage mirrored() {
    byte[] mirror = new byte[bytes.length];
    int row = size.width() * CHANNELS;
    for (int start = 0; start < bytes.length; start += row) {
      for (int in = start, out = start + row - CHANNELS;
          in < start + row;
          in += CHANNELS, out -= CHANNELS) {
        mirror[out] = bytes[in];
        mirror[out + 1] = bytes[in + 1];
        mirror[out + 2] = bytes[in + 2];
      }
    }
    return new RgbImage(mirror, size);
  }
}
