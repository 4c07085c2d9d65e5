package io.github.sparsercnn.core.inspection;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Grey levels, some colours, and a transparent one, for pictures of one byte per pixel. Pixels get
 * the nearest of these. Not thread-safe.
 */
final class Palette {
  /** Fine enough for a ground to draw on; more of them only make larger files. */
  private static final int GREYS = 64;

  private static final int BITS = 8;
  private static final int BYTE = 0xff;

  private final int[] colors;
  private final IndexColorModel model;
  private final Map<Integer, Integer> nearest = new HashMap<>();

  private Palette(int[] colors) {
    this.colors = colors;
    model =
        new IndexColorModel(
            BITS,
            colors.length + 1,
            withTransparent(colors),
            0,
            false,
            colors.length,
            DataBuffer.TYPE_BYTE);
  }

  private static int[] withTransparent(int[] colors) {
    return Arrays.copyOf(colors, colors.length + 1);
  }

  /** With some colours, at most 191. */
  static Palette withColors(List<Color> colors) {
    int[] all = new int[GREYS + colors.size()];
    for (int i = 0; i < GREYS; i++) {
      int grey = i * BYTE / (GREYS - 1);
      all[i] = grey << 16 | grey << 8 | grey;
    }
    for (int i = 0; i < colors.size(); i++) {
      all[GREYS + i] = colors.get(i).getRGB() & 0xffffff;
    }
    return new Palette(all);
  }

  /** The picture in these colours. */
  BufferedImage index(BufferedImage picture) {
    BufferedImage indexed =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y) & 0xffffff;
        indexed.getRaster().setSample(x, y, 0, nearest.computeIfAbsent(rgb, this::find));
      }
    }
    return indexed;
  }

  private int find(int rgb) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < colors.length; i++) {
      int distance = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        int difference = (colors[i] >> shift & BYTE) - (rgb >> shift & BYTE);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
}
