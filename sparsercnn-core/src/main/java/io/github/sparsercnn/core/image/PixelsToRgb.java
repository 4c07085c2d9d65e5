package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The RGB bytes of a {@link BufferedImage}, as Pillow's {@code convert("RGB")} gives them: from the
 * stored samples, without colour management (by which {@link BufferedImage#getRGB} moves gray by up
 * to 73 levels), alpha dropped.
 */
final class PixelsToRgb {
  private static final int CHANNELS = 3;
  private static final int[] GRAY_BANDS = {0, 0, 0};
  private static final int[] RGB_BANDS = {0, 1, 2};
  private static final int MAX_SAMPLE = 255;
  private static final int BYTE_BITS = 8;
  private static final int[] EIGHT_BITS = {8, 8, 8};
  private static final int RED_SHIFT = 16;
  private static final int GREEN_SHIFT = 8;
  private static final int BLUE_SHIFT = 0;

  private PixelsToRgb() {}

  /** Converts a picture of any type. */
  static RgbImage convert(BufferedImage picture) {
    ImageSize size = new ImageSize(picture.getWidth(), picture.getHeight());
    int rowLength = size.width() * CHANNELS;
    byte[] rgb = new byte[Math.multiplyExact(rowLength, size.height())];
    Rows rows = rowsOf(picture);
    for (int y = 0; y < size.height(); y++) {
      rows.copy(y, rgb, y * rowLength);
    }
    return new RgbImage(rgb, size);
  }

  /** Copies one row of a picture as RGB bytes. */
  @FunctionalInterface
  private interface Rows {
    void copy(int y, byte[] rgb, int start);
  }

  private static Rows rowsOf(BufferedImage picture) {
    Raster raster = picture.getRaster();
    ColorModel colors = picture.getColorModel();
    if (colors instanceof IndexColorModel palette) {
      return paletteRows(raster, palette);
    }
    if (colors.isAlphaPremultiplied()) {
      return managedRows(picture);
    }
    if (colors instanceof DirectColorModel packed) {
      boolean bytes = Arrays.equals(colors.getComponentSize(), 0, 3, EIGHT_BITS, 0, 3);
      return bytes && raster.getTransferType() == DataBuffer.TYPE_INT
          ? intRows(raster, packed)
          : packedRows(raster, packed);
    }
    return switch (colors.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> sampleRows(raster, GRAY_BANDS);
      case ColorSpace.TYPE_RGB -> sampleRows(raster, RGB_BANDS);
      case ColorSpace.TYPE_CMYK -> inkRows(raster);
      default -> managedRows(picture);
    };
  }

  private static Rows paletteRows(Raster raster, IndexColorModel palette) {
    int[] known = new int[palette.getMapSize()];
    palette.getRGBs(known);
    // An index beyond the palette is black.
    int[] colors = Arrays.copyOf(known, Math.max(known.length, 1 << palette.getPixelSize()));
    int[] row = new int[raster.getWidth()];
    return (y, rgb, start) -> {
      pixels(raster, y, row);
      for (int x = 0; x < row.length; x++) {
        row[x] = colors[row[x]];
      }
      storeInts(row, RED_SHIFT, GREEN_SHIFT, BLUE_SHIFT, rgb, start);
    };
  }

  private static Rows intRows(Raster raster, DirectColorModel packed) {
    int red = Integer.numberOfTrailingZeros(packed.getRedMask());
    int green = Integer.numberOfTrailingZeros(packed.getGreenMask());
    int blue = Integer.numberOfTrailingZeros(packed.getBlueMask());
    int[] row = new int[raster.getWidth()];
    return (y, rgb, start) -> {
      raster.getDataElements(raster.getMinX(), raster.getMinY() + y, row.length, 1, row);
      storeInts(row, red, green, blue, rgb, start);
    };
  }

  /** Pixels of fewer or more bits than 8 for each colour, with the floors of Pillow's unpackers. */
  private static Rows packedRows(Raster raster, DirectColorModel packed) {
    int bands = raster.getNumBands();
    int[] row = new int[raster.getWidth() * bands];
    return (y, rgb, start) -> {
      pixels(raster, y, row);
      for (int in = 0, out = start; in < row.length; in += bands, out += CHANNELS) {
        for (int c = 0; c < CHANNELS; c++) {
          int full = (1 << packed.getComponentSize(c)) - 1;
          rgb[out + c] = (byte) (row[in + c] * MAX_SAMPLE / full);
        }
      }
    };
  }

  private static Rows sampleRows(Raster raster, int[] bands) {
    int step = raster.getNumBands();
    if (raster.getTransferType() == DataBuffer.TYPE_BYTE) {
      byte[] row = new byte[raster.getWidth() * step];
      return (y, rgb, start) -> {
        raster.getDataElements(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
        for (int in = 0, out = start; in < row.length; in += step, out += CHANNELS) {
          rgb[out] = row[in + bands[0]];
          rgb[out + 1] = row[in + bands[1]];
          rgb[out + 2] = row[in + bands[2]];
        }
      };
    }
    // Pillow keeps the upper byte of 16-bit colours, but clips what it reads as one wide number.
    boolean wideNumber = step == 1 || raster.getTransferType() != DataBuffer.TYPE_USHORT;
    IntUnaryOperator toByte = wideNumber ? PixelsToRgb::clip : sample -> sample >> BYTE_BITS;
    int[] row = new int[raster.getWidth() * step];
    return (y, rgb, start) -> {
      pixels(raster, y, row);
      for (int in = 0, out = start; in < row.length; in += step, out += CHANNELS) {
        for (int c = 0; c < CHANNELS; c++) {
          rgb[out + c] = (byte) toByte.applyAsInt(row[in + bands[c]]);
        }
      }
    };
  }

  private static int clip(int sample) {
    return Math.max(0, Math.min(sample, MAX_SAMPLE));
  }

  private static Rows inkRows(Raster raster) {
    int bands = raster.getNumBands();
    boolean wide = raster.getTransferType() != DataBuffer.TYPE_BYTE;
    int[] row = new int[raster.getWidth() * bands];
    byte[] inks = new byte[raster.getWidth() * Cmyk.CHANNELS];
    return (y, rgb, start) -> {
      pixels(raster, y, row);
      for (int in = 0, out = 0; in < row.length; in += bands, out += Cmyk.CHANNELS) {
        for (int c = 0; c < Cmyk.CHANNELS; c++) {
          inks[out + c] = (byte) (wide ? row[in + c] >> BYTE_BITS : row[in + c]);
        }
      }
      byte[] colors = Cmyk.toRgb(inks, false);
      System.arraycopy(colors, 0, rgb, start, colors.length);
    };
  }

  /** What Java's colour management makes of the pixels: for colour spaces that Pillow has not. */
  private static Rows managedRows(BufferedImage picture) {
    int[] row = new int[picture.getWidth()];
    return (y, rgb, start) -> {
      picture.getRGB(0, y, row.length, 1, row, 0, row.length);
      storeInts(row, RED_SHIFT, GREEN_SHIFT, BLUE_SHIFT, rgb, start);
    };
  }

  private static void pixels(Raster raster, int y, int[] row) {
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
  }

  private static void storeInts(int[] row, int red, int green, int blue, byte[] rgb, int start) {
    for (int x = 0, out = start; x < row.length; x++, out += CHANNELS) {
      rgb[out] = (byte) (row[x] >> red);
      rgb[out + 1] = (byte) (row[x] >> green);
      rgb[out + 2] = (byte) (row[x] >> blue);
    }
  }
}
