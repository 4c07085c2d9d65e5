package io.github.sparsercnn.core.training.writer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as Python prints them, whatever the locale. */
final class PythonFormat {
  /** Below this power of ten, Python's format {@code g} counts powers. */
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final long SECONDS_PER_MINUTE = 60;
  private static final long SECONDS_PER_HOUR = 3600;
  private static final long SECONDS_PER_DAY = 86_400;

  private PythonFormat() {}

  /**
   * Prints like {@code f"{value:.4g}"}.
   *
   * @param digits that count, at least 1
   */
  static String general(double value, int digits) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (SMALLEST_PLAIN_EXPONENT <= exponent && exponent < digits) {
      return rounded.toPlainString();
    }
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return String.format(Locale.ROOT, "%se%+03d", mantissa, exponent);
  }

  /** Prints like {@code f"{value:.4f}"}. */
  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return general(value, 1);
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Prints like {@code str(datetime.timedelta(seconds=int(seconds)))}. */
  static String duration(double seconds) {
    long whole = (long) seconds;
    String time =
        String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            whole % SECONDS_PER_DAY / SECONDS_PER_HOUR,
            whole % SECONDS_PER_HOUR / SECONDS_PER_MINUTE,
            whole % SECONDS_PER_MINUTE);
    long days = whole / SECONDS_PER_DAY;
    if (days == 0) {
      return time;
    }
    return days + (days == 1 ? " day, " : " days, ") + time;
  }
}
