package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most physical memory that a process has held so far, as Linux counts it. */
final class PeakMemory {
  private static final String HIGH_WATER_MARK = "VmHWM:";
  private static final long KIB = 1024;

  private PeakMemory() {}

  /**
   * Asks for the peak of this process.
   *
   * @return bytes; nothing on other systems than Linux
   */
  static OptionalLong ofThisProcess() {
    return of(ProcessHandle.current().pid());
  }

  /**
   * Asks for the peak of a running process. What it took just before it ended may be missed, so ask
   * often.
   *
   * @param pid the process
   * @return bytes; nothing if the process has ended, or on other systems than Linux
   */
  static OptionalLong of(long pid) {
    try {
      Path status = Path.of("/proc", Long.toString(pid), "status");
      return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(HIGH_WATER_MARK))
          .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
