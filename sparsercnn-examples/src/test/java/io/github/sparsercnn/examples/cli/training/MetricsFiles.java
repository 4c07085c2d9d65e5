package io.github.sparsercnn.examples.cli.training;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Makes {@code metrics.json} files like those of a small training. */
final class MetricsFiles {
  private static final int PERIOD = 20;
  private static final String[] STAGES = {"", "_0", "_1", "_2", "_3", "_4"};

  private MetricsFiles() {}

  /** A run of blood cells: the loss falls from 83 to 4.4, AP rises to 53. */
  static void write(Path file, int iterations, boolean evaluated) throws Exception {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = PERIOD - 1; i < iterations; i += PERIOD) {
      double total =
          4.4 + 65 * Math.exp(-i / 35.0) + 13 * Math.exp(-i / 160.0) + 0.12 * random.nextGaussian();
      double rate = 2e-4 * Math.min((i + 1) / 60.0, 0.51 + 0.49 * Math.cos(Math.PI * i / 950));
      line(lines, "{\"iteration\": %d, \"lr\": %s, \"total_loss\": %s", i, rate, total);
      for (String stage : STAGES) {
        double part = total / STAGES.length;
        line(lines, ", \"loss_ce%s\": %s", stage, part * 0.27);
        line(lines, ", \"loss_bbox%s\": %s", stage, part * 0.31);
        line(lines, ", \"loss_giou%s\": %s", stage, part * 0.42);
      }
      lines.append("}\n");
      if (evaluated && (i + 1) % 100 == 0) {
        double ap = 53.5 * (1 - Math.exp(-i / 200.0)) + 0.4 * random.nextGaussian();
        line(lines, "{\"bbox/AP\": %s, \"bbox/APs\": NaN, \"iteration\": %d}%n", ap, i);
      }
    }
    Files.writeString(file, lines, StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder lines, String format, Object... values) {
    lines.append(String.format(Locale.ROOT, format, values));
  }
}
