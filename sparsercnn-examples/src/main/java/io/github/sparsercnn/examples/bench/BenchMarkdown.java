package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Comparisons as a table for a page, with minimum / median of each side. */
final class BenchMarkdown {
  private static final String HEADER =
      """
      | row | ours, ms | peak | against | its, ms | its peak | ratio | |
      |---|---|---|---|---|---|---|---|
      """;

  private BenchMarkdown() {}

  /**
   * Writes rows.
   *
   * @param title a line above the table: where it was measured
   */
  static void write(String title, List<BenchRow> rows, Path file) {
    byte[] text = of(title, rows).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(text));
  }

  static String of(String title, List<BenchRow> rows) {
    StringBuilder text = new StringBuilder(title).append("\n\n").append(HEADER);
    for (BenchRow row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n",
              row.name(),
              times(row.ours()),
              peak(row.ours()),
              row.twin().map(Timing::program).orElse(""),
              times(row.twin()),
              peak(row.twin()),
              BenchTable.ratio(row.ratio()),
              row.note().replace("|", "\\|")));
    }
    return text.toString();
  }

  private static String times(Optional<Timing> timing) {
    return timing
        .map(t -> String.format(Locale.ROOT, "%,.1f / %,.1f", t.minimum(), t.median()))
        .orElse("");
  }

  private static String peak(Optional<Timing> timing) {
    return timing.map(t -> BenchTable.megabytes(t.peakBytes())).orElse("");
  }
}
