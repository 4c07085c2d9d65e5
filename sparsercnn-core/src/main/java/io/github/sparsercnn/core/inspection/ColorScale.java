package io.github.sparsercnn.core.inspection;

import java.awt.Color;

/** From numbers to colours; both scales also work in grey and for the colour-blind. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes to the anchors
enum ColorScale {
  /** From nothing to much: the anchors of matplotlib's viridis (CC0). */
  RISING(0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725),

  /** From below zero over zero to above: blue, white, red (ColorBrewer's RdBu). */
  AROUND_ZERO(0x2166ac, 0x67a9cf, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xef8a62, 0xb2182b);

  /** For what is not a number, so that nobody overlooks it. */
  static final int NOT_A_NUMBER = 0xff00ff;

  private static final int BYTE = 0xff;

  private final int[] anchors;

  ColorScale(int... anchors) {
    this.anchors = anchors;
  }

  /**
   * A colour.
   *
   * @param value from 0 to 1; what lies outside gets the colour of the end
   * @return {@code 0xRRGGBB}
   */
  int rgb(double value) {
    if (Double.isNaN(value)) {
      return NOT_A_NUMBER;
    }
    double at = Math.max(0, Math.min(1, value)) * (anchors.length - 1);
    int below = (int) Math.min(at, anchors.length - 2.0);
    double fraction = at - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = anchors[below] >> shift & BYTE;
      int high = anchors[below + 1] >> shift & BYTE;
      rgb |= (int) Math.round(low + fraction * (high - low)) << shift;
    }
    return rgb;
  }

  Color color(double value) {
    return new Color(rgb(value));
  }
}
