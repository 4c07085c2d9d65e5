package io.github.sparsercnn.examples.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has written.
 *
 * @param process writes it
 * @param file where
 */
record DaemonLog(Process process, Path file) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Waits for a line; fails if the process ends before it came. */
  Matcher await(Pattern pattern) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      Matcher matcher = pattern.matcher(text());
      if (matcher.find()) {
        return matcher;
      }
      if (!alive || System.nanoTime() > deadline) {
        throw new AssertionError(
            "'"
                + pattern
                + "' did not come, the process "
                + (alive ? "runs" : "ended with " + process.exitValue())
                + "; its log:\n"
                + text());
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  String text() {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
