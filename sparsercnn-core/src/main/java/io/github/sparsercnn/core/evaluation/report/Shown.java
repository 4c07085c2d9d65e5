package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.Interval;
import java.util.Locale;

/** How numbers are shown: three decimals, and a dash for what could not be measured. */
final class Shown {
  static final String NOTHING = "–";
  private static final double ABSENT = -1;
  private static final double SMALLEST = 0.001;
  private static final int PERCENT = 100;

  private Shown() {}

  /** A figure from 0 to 1, or a dash for -1. */
  static String figure(double value) {
    return isMeasured(value) ? format("%.3f", value) : NOTHING;
  }

  static boolean isMeasured(double figure) {
    return figure != ABSENT;
  }

  static String difference(double value) {
    return Math.abs(value) < SMALLEST / 2
        ? format("%.3f", 0.0)
        : format("%+.3f", value).replace('-', '−');
  }

  static String percent(double share) {
    return format("%.0f %%", PERCENT * share);
  }

  static String count(long value) {
    return format("%,d", value);
  }

  /** A number and its noun: "1 picture", "2 pictures". */
  static String count(long value, String one, String many) {
    return count(value) + " " + (value == 1 ? one : many);
  }

  static boolean isMeasured(Interval interval) {
    return isMeasured(interval.low()) || isMeasured(interval.high());
  }

  /** The part of an interval in which a figure can lie. */
  static Interval possible(Interval interval) {
    return isMeasured(interval)
        ? new Interval(
            Math.max(0, interval.low()), Math.min(1, interval.high()), interval.confidence())
        : interval;
  }

  static String interval(Interval interval) {
    return isMeasured(interval)
        ? format("%.3f to %.3f", interval.low(), interval.high()).replace('-', '−')
        : NOTHING;
  }

  /** A coordinate of a drawing: one decimal where it is needed. */
  static String coordinate(double value) {
    String text = format("%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
