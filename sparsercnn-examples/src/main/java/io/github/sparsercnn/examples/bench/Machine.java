package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that a benchmark runs on, in a line. */
final class Machine {
  private Machine() {}

  /** Processors, Java, system, and how busy it is: figures of a busy machine say little. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d processors%s, Java %s, %s%s",
        Runtime.getRuntime().availableProcessors(),
        linuxFact("/proc/cpuinfo", "model name", " (", ")"),
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        load());
  }

  private static String linuxFact(String file, String key, String before, String after) {
    try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> before + line.substring(line.indexOf(':') + 1).strip() + after)
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String load() {
    try {
      String averages = Files.readString(Path.of("/proc/loadavg"), StandardCharsets.ISO_8859_1);
      return ", load " + averages.substring(0, averages.indexOf(' '));
    } catch (IOException e) {
      return "";
    }
  }
}
