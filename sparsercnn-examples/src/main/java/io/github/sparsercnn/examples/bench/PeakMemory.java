package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most resident memory that this process has had, as Linux counts it. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HIGH_WATER_MARK = "VmHWM:";
  private static final long KIBI = 1024;

  private PeakMemory() {}

  /** {@return bytes; empty where there is no {@code /proc}} */
  static OptionalLong bytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(STATUS, StandardCharsets.US_ASCII).stream()
        .filter(line -> line.startsWith(HIGH_WATER_MARK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
        .findFirst();
  }
}
