package io.github.sparsercnn.examples.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Prints comparisons for people to read; a dash is what could not be measured. */
final class BenchTable {
  private static final double BYTES_PER_MB = 1e6;
  private static final String FORMAT = "  %-{row}s  %-{program}s  %12s  %12s  %7s  %9s  %s";

  private final PrintWriter out;

  BenchTable(PrintWriter out) {
    this.out = out;
  }

  void print(List<BenchRow> rows) {
    String format =
        FORMAT
            .replace("{row}", width("row", rows.stream().map(BenchRow::name).toList()))
            .replace(
                "{program}",
                width(
                    "program",
                    rows.stream()
                        .flatMap(row -> Stream.concat(row.ours().stream(), row.twin().stream()))
                        .map(Timing::program)
                        .toList()));
    line(format, "row", "program", "minimum", "median", "ratio", "peak", "");
    for (BenchRow row : rows) {
      row.ours()
          .ifPresentOrElse(
              ours -> print(format, row.name(), ours, OptionalDouble.empty(), twinless(row)),
              () -> line(format, row.name(), "", "-", "-", "", "-", row.note()));
      row.twin().ifPresent(twin -> print(format, "", twin, row.ratio(), row.note()));
    }
    out.flush();
  }

  private static String twinless(BenchRow row) {
    return row.twin().isPresent() ? "" : row.note();
  }

  private static String width(String title, List<String> texts) {
    int width = texts.stream().mapToInt(String::length).max().orElse(0);
    return Integer.toString(Math.max(width, title.length()));
  }

  private void print(String format, String name, Timing timing, OptionalDouble ratio, String note) {
    line(
        format,
        name,
        timing.program(),
        millis(timing.minimum()),
        millis(timing.median()),
        ratio(ratio),
        megabytes(timing.peakBytes()),
        note);
  }

  static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.3f", ratio.getAsDouble()) : "";
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, "%,.1f ms", millis);
  }

  static String megabytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%,.0f MB", bytes.getAsLong() / BYTES_PER_MB)
        : "-";
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
