package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A command that is run to its end as a process of its own; what it prints goes to a file. */
final class ChildProcess {
  private static final long POLL_MILLIS = 10;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;

  /**
   * Describes a process.
   *
   * @param command the program and its arguments
   * @param log takes what it prints; replaced by each run
   */
  ChildProcess(List<String> command, Path log) {
    this(command, Map.of(), log);
  }

  /**
   * Describes a process.
   *
   * @param command the program and its arguments
   * @param environment variables to set
   * @param log takes what it prints; replaced by each run
   */
  ChildProcess(List<String> command, Map<String, String> environment, Path log) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  /**
   * Runs the command from the start of its process to the end.
   *
   * @return its wall time and peak memory
   * @throws SparseRcnnException if it cannot be started, or ends with another status than 0
   */
  Measurement run() throws InterruptedException {
    long start = System.nanoTime();
    Process process = start();
    try {
      long peak = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, PeakMemory.of(process.pid()).orElse(0));
      }
      double millis = Measurement.millisSince(start);
      if (process.exitValue() != 0) {
        throw new SparseRcnnException(
            name() + " ended with exit status " + process.exitValue() + ": " + lastWords());
      }
      return new Measurement(millis, peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new SparseRcnnException(name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private String name() {
    return command.get(0);
  }

  /** What the last run printed. */
  String output() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The last line that it printed, which says what went wrong in Java and in Python alike. */
  private String lastWords() {
    return output().lines().reduce((earlier, later) -> later).orElse("it printed nothing");
  }
}
