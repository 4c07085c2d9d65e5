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
  private static final long LOW_BYTE = 0xff;
  private static final int HALF = 32;
  private static final long PAIR_ROUNDING =
      ((long) BilinearTaps.ROUNDING << HALF) | BilinearTaps.ROUNDING;

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
   * Runs both passes together, two source rows at a time. Resized rows are kept only as long as the
   * columns' filter needs them, so that the work stays in the cache.
   */
  private static RgbImage resample(RgbImage image, ImageSize size) {
    BilinearTaps across = new BilinearTaps(image.width(), size.width());
    BilinearTaps down = new BilinearTaps(image.height(), size.height());
    int sourceLength = image.width() * CHANNELS;
    int length = size.width() * CHANNELS;
    byte[] resized = new byte[Math.multiplyExact(length, size.height())];
    long[] pair = new long[sourceLength];
    int[][] rows = new int[down.count() + 1][length];
    int[] sums = new int[length];
    int ready = down.first()[0];
    for (int y = 0; y < size.height(); y++) {
      int from = down.first()[y];
      for (ready = Math.max(ready, from); ready < from + down.count(); ready += 2) {
        int next = Math.min(ready + 1, image.height() - 1);
        pack(image.bytes(), ready * sourceLength, next * sourceLength, pair);
        resizeRows(pair, across, rows[ready % rows.length], rows[(ready + 1) % rows.length]);
      }
      Arrays.fill(sums, BilinearTaps.ROUNDING);
      for (int t = 0; t < down.count(); t++) {
        addScaled(rows[(from + t) % rows.length], down.weights()[y * down.count() + t], sums);
      }
      round(sums);
      store(sums, resized, y * length);
    }
    return new RgbImage(resized, size);
  }

  /** Puts two rows into the halves of longs: one multiplication then serves both. */
  private static void pack(byte[] source, int low, int high, long[] pair) {
    for (int i = 0; i < pair.length; i++) {
      pair[i] = (source[low + i] & LOW_BYTE) | ((source[high + i] & LOW_BYTE) << HALF);
    }
  }

  private static void resizeRows(long[] pair, BilinearTaps taps, int[] low, int[] high) {
    if (taps.count() == 2) {
      sumTwoTaps(pair, taps, low, high);
    } else {
      sumTaps(pair, taps, low, high);
    }
    round(low);
    round(high);
  }

  /** The case of every enlargement, without the inner loop. */
  private static void sumTwoTaps(long[] pair, BilinearTaps taps, int[] low, int[] high) {
    int[] first = taps.first();
    int[] weights = taps.weights();
    for (int x = 0, out = 0; x < first.length; x++, out += CHANNELS) {
      int in = first[x] * CHANNELS;
      long left = weights[2 * x];
      long right = weights[2 * x + 1];
      long red = PAIR_ROUNDING + pair[in] * left + pair[in + 3] * right;
      long green = PAIR_ROUNDING + pair[in + 1] * left + pair[in + 4] * right;
      long blue = PAIR_ROUNDING + pair[in + 2] * left + pair[in + 5] * right;
      split(red, green, blue, low, high, out);
    }
  }

  private static void sumTaps(long[] pair, BilinearTaps taps, int[] low, int[] high) {
    int[] first = taps.first();
    int[] weights = taps.weights();
    for (int x = 0, out = 0; x < first.length; x++, out += CHANNELS) {
      int in = first[x] * CHANNELS;
      int begin = x * taps.count();
      int end = begin + taps.count();
      long red = PAIR_ROUNDING;
      long green = PAIR_ROUNDING;
      long blue = PAIR_ROUNDING;
      for (int t = begin; t < end; t++, in += CHANNELS) {
        long weight = weights[t];
        red += pair[in] * weight;
        green += pair[in + 1] * weight;
        blue += pair[in + 2] * weight;
      }
      split(red, green, blue, low, high, out);
    }
  }

  private static void split(long red, long green, long blue, int[] low, int[] high, int out) {
    low[out] = (int) red;
    low[out + 1] = (int) green;
    low[out + 2] = (int) blue;
    high[out] = (int) (red >>> HALF);
    high[out + 1] = (int) (green >>> HALF);
    high[out + 2] = (int) (blue >>> HALF);
  }

  private static void addScaled(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  /** Turns sums into samples. Apart from the storing, so that HotSpot vectorises it. */
  private static void round(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] >>>= BilinearTaps.PRECISION_BITS;
    }
  }

  private static void store(int[] samples, byte[] resized, int start) {
    for (int i = 0; i < samples.length; i++) {
      resized[start + i] = (byte) samples[i];
    }
  }
}
