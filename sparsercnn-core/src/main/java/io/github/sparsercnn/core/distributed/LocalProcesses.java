package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Processes to be started on this machine, which train together and end together.
 *
 * <p>They get the variables of {@link Rendezvous}, and {@code OMP_NUM_THREADS} with a fair share of
 * the processors unless it is set. The first one's output and errors are passed on; of the others,
 * which do the same, only the errors are, behind the process' number.
 *
 * @param command of each of them, for example from {@link JavaCommand}
 * @param count how many
 * @param machines of the training; each starts as many
 * @param timeout how long each waits for the others
 */
public record LocalProcesses(List<String> command, int count, Machines machines, Duration timeout) {
  /** How long lines of all but the first are held back. */
  private static final Duration HOLD = Duration.ofSeconds(1);

  /** After one has failed, how long the others may take to say whether it was they who began. */
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  /** How long they may take to end when asked to, after one has failed. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /** How long they may take to end after an interrupt, when they may have something to save. */
  private static final Duration LAST_DEEDS = Duration.ofSeconds(30);

  private static final String THREADS = "OMP_NUM_THREADS";

  /** LibTorch warns with a backtrace of connections that break; the exceptions say the same. */
  private static final String LOG_LEVEL = "TORCH_CPP_LOG_LEVEL";

  /**
   * Checks them.
   *
   * @throws ConfigException if there is no process
   */
  public LocalProcesses {
    command = List.copyOf(command);
    if (count < 1) {
      throw new ConfigException("--num-processes is " + count + "; expected at least 1");
    }
  }

  /**
   * Runs them to their end. If one fails, the others are ended within seconds. If this JVM is asked
   * to end, so are they.
   *
   * @return 0, or the exit code of the process that failed first
   * @throws ConfigException if the command cannot be started
   * @throws InterruptedException if this thread is interrupted; the processes have ended then
   */
  public int run() throws InterruptedException {
    return run(Redirect.INHERIT, System.err);
  }

  /** The same with other places for the first process' output and all errors. */
  int run(Redirect output, PrintStream errors) throws InterruptedException {
    List<LocalProcess> processes = new CopyOnWriteArrayList<>();
    Thread hook = new Thread(() -> end(processes, LAST_DEEDS), "sparsercnn-end-processes");
    Runtime.getRuntime().addShutdownHook(hook);
    Duration patience = LAST_WORDS;
    Path directory = temporaryDirectory();
    try {
      start(processes, directory, output, errors);
      return watch(processes, errors);
    } catch (InterruptedException e) {
      patience = LAST_DEEDS;
      throw e;
    } finally {
      end(processes, patience);
      delete(directory);
      removeHook(hook);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("sparsercnn-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory can be made", e);
    }
  }

  private void start(
      List<LocalProcess> processes, Path directory, Redirect output, PrintStream errors) {
    MeetingPoint chosen = machines.point();
    MeetingPoint point =
        chosen == null ? MeetingPoint.onThisMachine(directory.resolve("port")) : chosen;
    for (int local = 0; local < count; local++) {
      Rendezvous rendezvous = machines.rendezvous(local, count, point, timeout);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectInput(local == 0 ? Redirect.INHERIT : Redirect.PIPE);
      builder.redirectOutput(local == 0 ? output : Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.putAll(rendezvous.environment());
      environment.put(Launcher.VARIABLE, Long.toString(ProcessHandle.current().pid()));
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
      environment.putIfAbsent(THREADS, Integer.toString(threads));
      environment.putIfAbsent(LOG_LEVEL, "ERROR");
      try {
        Process process = builder.start();
        if (local > 0) {
          process.getOutputStream().close();
        }
        processes.add(LocalProcess.listenTo(rendezvous.rank(), local == 0, process, errors));
      } catch (IOException e) {
        throw new ConfigException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
      }
    }
  }

  private static int watch(List<LocalProcess> processes, PrintStream errors)
      throws InterruptedException {
    List<LocalProcess> failed = new ArrayList<>();
    while (failed.isEmpty() && anyAlive(processes)) {
      Deadline.pause();
      processes.forEach(process -> process.showLinesOlderThan(HOLD));
      processes.stream().filter(LocalProcess::hasFailed).forEach(failed::add);
    }
    if (failed.isEmpty()) {
      for (LocalProcess process : processes) {
        process.showRest();
      }
      return 0;
    }
    LocalProcess culprit = culprit(processes, failed);
    culprit.showRest();
    errors.printf(
        Locale.ROOT,
        "process %d %s; the other processes were ended%n",
        culprit.rank(),
        culprit.end());
    return culprit.exitCode();
  }

  /** The process whose failure the others suffer from. */
  private static LocalProcess culprit(List<LocalProcess> processes, List<LocalProcess> failed)
      throws InterruptedException {
    Deadline deadline = Deadline.in(AFTERMATH);
    while (anyAlive(processes) && !deadline.hasPassed()) {
      Deadline.pause();
      processes.stream()
          .filter(process -> process.hasFailed() && !failed.contains(process))
          .forEach(failed::add);
    }
    List<LocalProcess> own = new ArrayList<>();
    for (LocalProcess process : failed) {
      if (!process.lostOthers()) {
        own.add(process);
      }
    }
    if (own.isEmpty()) {
      return failed.get(0);
    }
    // If the first process has failed by itself, its text has been shown.
    return own.contains(processes.get(0)) ? processes.get(0) : own.get(0);
  }

  private static boolean anyAlive(List<LocalProcess> processes) {
    return processes.stream().anyMatch(LocalProcess::isAlive);
  }

  private static void end(List<LocalProcess> processes, Duration patience) {
    processes.forEach(LocalProcess::askToEnd);
    Deadline deadline = Deadline.in(patience);
    try {
      while (anyAlive(processes) && !deadline.hasPassed()) {
        Deadline.pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    processes.forEach(LocalProcess::kill);
  }

  private static void delete(Path directory) {
    try {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // A directory with one number stays among the temporary files.
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs.
    }
  }
}
