package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.util.Arrays;

/**
 * Pillow's bilinear resize of 8-bit RGB, bit for bit: a triangle filter that widens when shrinking
 * (antialias), 22-bit fixed-point weights, first along the rows, then along the columns, with 8-bit
 * values in between. Java2D's and PyTorch's bilinear are other filters.
 *
 * <p>Thread-safe. Source: {@code ImagingResample} of Pillow's {@code src/libImaging/Resample.c}, as
 * called by detectron2's {@code ResizeTransform}.
 */
public final class PillowResize {
  private static final int CHANNELS = 3;
  private static final int MAX_SAMPLE = 255;

  private PillowResize() {}

  /**
   * Resizes a picture.
   *
   * @param image the picture
   * @param size the size wanted
   * @return a new picture, or the same one if it has that size already
   */
  public static RgbImage bilinear(RgbImage image, ImageSize size) {
    if (image.size().equals(size)) {
      return image;
    }
    if (columnsFirst(image.size(), size)) {
      RgbImage lower = resample(image, new ImageSize(image.width(), size.height()));
      return resample(lower, size);
    }
    return resample(image, size);
  }

  /**
   * Whether the columns come first, which moves some samples by one level: since version 13, Pillow
   * does so where it saves work, that is where the height shrinks by more than twice as many pixels
   * as the width.
   */
  private static boolean columnsFirst(ImageSize from, ImageSize to) {
    long lower = (long) from.height() - to.height();
    long narrower = (long) from.width() - to.width();
    return lower > 0 && lower > 2 * narrower;
  }

  /**
   * Runs both passes together: resized rows are kept only as long as the columns' filter needs
   * them, so that the work stays in the cache.
   */
  private static RgbImage resample(RgbImage image, ImageSize size) {
    BilinearTaps across = new BilinearTaps(image.width(), size.width());
    BilinearTaps down = new BilinearTaps(image.height(), size.height());
    int rowLength = size.width() * CHANNELS;
    byte[] resized = new byte[Math.multiplyExact(rowLength, size.height())];
    int[][] rows = new int[down.maxCount()][rowLength];
    int[] sums = new int[rowLength];
    int nextRow = 0;
    for (int y = 0; y < size.height(); y++) {
      int from = down.first(y);
      int to = from + down.count(y);
      for (int row = Math.max(from, nextRow); row < to; row++) {
        resizeRow(image.bytes(), row * image.width() * CHANNELS, across, rows[row % rows.length]);
      }
      nextRow = Math.max(nextRow, to);
      Arrays.fill(sums, BilinearTaps.ROUNDING);
      for (int row = from; row < to; row++) {
        addScaled(rows[row % rows.length], down.weights()[down.offset(y) + row - from], sums);
      }
      store(sums, resized, y * rowLength);
    }
    return new RgbImage(resized, size);
  }

  private static void resizeRow(byte[] source, int start, BilinearTaps taps, int[] row) {
    int[] weights = taps.weights();
    for (int x = 0, out = 0; x < taps.length(); x++, out += CHANNELS) {
      int in = start + taps.first(x) * CHANNELS;
      int begin = taps.offset(x);
      int end = begin + taps.count(x);
      int red = BilinearTaps.ROUNDING;
      int green = BilinearTaps.ROUNDING;
      int blue = BilinearTaps.ROUNDING;
      for (int t = begin; t < end; t++, in += CHANNELS) {
        int weight = weights[t];
        red += (source[in] & 0xff) * weight;
        green += (source[in + 1] & 0xff) * weight;
        blue += (source[in + 2] & 0xff) * weight;
      }
      row[out] = sample(red);
      row[out + 1] = sample(green);
      row[out + 2] = sample(blue);
    }
  }

  private static void addScaled(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private static void store(int[] sums, byte[] resized, int start) {
    for (int i = 0; i < sums.length; i++) {
      resized[start + i] = (byte) sample(sums[i]);
    }
  }

  /** Weights are not negative, so that only their rounding can carry a sum over the top. */
  private static int sample(int sum) {
    return Math.min(sum >>> BilinearTaps.PRECISION_BITS, MAX_SAMPLE);
  }
}
