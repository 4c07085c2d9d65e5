package io.github.sparsercnn.core.inspection;

import java.util.Locale;

/** How numbers are shown. */
final class Shown {
  private static final int PERCENT = 100;

  private Shown() {}

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String percent(double share) {
    return format("%.0f %%", PERCENT * share);
  }

  /** A score: two decimals. */
  static String score(double value) {
    return format("%.2f", value);
  }
}
