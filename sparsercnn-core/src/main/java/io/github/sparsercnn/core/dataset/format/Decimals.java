package io.github.sparsercnn.core.dataset.format;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers for files: without the last digits, which are only noise of the arithmetic. */
final class Decimals {
  /** A millionth of a pixel. */
  private static final int PIXEL_DIGITS = 6;

  private Decimals() {}

  /** The nearest number with six decimals. */
  static double rounded(double pixels) {
    return decimal(pixels, PIXEL_DIGITS).doubleValue();
  }

  /** A number as text, without an exponent and without idle zeros. */
  static String text(double value, int digits) {
    return decimal(value, digits).toPlainString();
  }

  /** A coordinate in pixels as text. */
  static String pixels(double value) {
    return text(value, PIXEL_DIGITS);
  }

  private static BigDecimal decimal(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
