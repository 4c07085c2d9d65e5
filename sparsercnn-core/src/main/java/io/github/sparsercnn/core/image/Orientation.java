package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.nio.ByteBuffer;

/**
 * How a camera was held, and what to do to see the picture upright; in the order of the values 1 to
 * 8 of the EXIF tag {@code Orientation}.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  ROTATED_180(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  ROTATED_90(true, false, true),
  TRANSVERSED(true, true, true),
  ROTATED_270(true, true, false);

  private static final int TAG = 0x0112;
  private static final int CHANNELS = 3;

  private final boolean swapsAxes;
  private final boolean reversesX;
  private final boolean reversesY;

  /**
   * An orientation.
   *
   * @param swapsAxes whether rows of the upright picture are columns of the stored one
   * @param reversesX whether the stored x runs against the upright axis that it belongs to
   * @param reversesY whether the stored y does
   */
  Orientation(boolean swapsAxes, boolean reversesX, boolean reversesY) {
    this.swapsAxes = swapsAxes;
    this.reversesX = reversesX;
    this.reversesY = reversesY;
  }

  /**
   * The orientation that EXIF data tells.
   *
   * @param exif from the byte order mark on
   * @return upright where there is no such tag, or where the data is damaged
   */
  static Orientation ofExif(ByteBuffer exif) {
    return of(new TiffDirectory(exif));
  }

  /** The orientation that a directory tells; upright where it tells none. */
  static Orientation of(TiffDirectory directory) {
    int value = directory.shortValue(TAG).orElse(1);
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }

  /** The size of the picture as it is meant to be seen. */
  ImageSize upright(ImageSize stored) {
    return swapsAxes
        ? new ImageSize(/* width= */ stored.height(), /* height= */ stored.width())
        : stored;
  }

  /** The picture as it is meant to be seen; the same one if it is upright. */
  RgbImage upright(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    ImageSize size = upright(stored.size());
    int storedRow = stored.width() * CHANNELS;
    int stepOfStoredX = reversesX ? -CHANNELS : CHANNELS;
    int stepOfStoredY = reversesY ? -storedRow : storedRow;
    int start =
        (reversesX ? storedRow - CHANNELS : 0)
            + (reversesY ? (stored.height() - 1) * storedRow : 0);
    int step = swapsAxes ? stepOfStoredY : stepOfStoredX;
    int rowStep = swapsAxes ? stepOfStoredX : stepOfStoredY;
    byte[] from = stored.bytes();
    byte[] to = new byte[from.length];
    int out = 0;
    for (int y = 0; y < size.height(); y++) {
      int in = start + y * rowStep;
      for (int x = 0; x < size.width(); x++, in += step, out += CHANNELS) {
        to[out] = from[in];
        to[out + 1] = from[in + 1];
        to[out + 2] = from[in + 2];
      }
    }
    return new RgbImage(to, size);
  }
}
