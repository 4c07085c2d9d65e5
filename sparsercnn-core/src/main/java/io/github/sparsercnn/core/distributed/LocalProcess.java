package io.github.sparsercnn.core.distributed;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One of the processes that were started on this machine, and what it says on its error stream.
 *
 * <p>The text of the first one is passed on as it comes. The others' lines are held back for a
 * moment and then shown behind the process' number; so if all fail for one reason, it can be told
 * once.
 */
final class LocalProcess {
  private static final int BUFFER = 8192;

  /** What an exit code is above if a signal ended the process; the rest is the signal's number. */
  private static final int SIGNALLED = 128;

  private final int rank;
  private final boolean first;
  private final Process process;
  private final PrintStream out;
  private final Thread reader;
  private final Deque<Line> held = new ArrayDeque<>();
  private final StringBuilder unfinished = new StringBuilder();
  private boolean lostOthers;

  /**
   * A line that has not been shown.
   *
   * @param text one char a byte, because the process' encoding is not known
   * @param since when it was said
   */
  private record Line(String text, long since) {}

  private LocalProcess(int rank, boolean first, Process process, PrintStream out) {
    this.rank = rank;
    this.first = first;
    this.process = process;
    this.out = out;
    reader = new Thread(this::read, "sparsercnn-errors-of-" + rank);
    reader.setDaemon(true);
  }

  /**
   * Listens to a process from now on.
   *
   * @param rank its number
   * @param first whether its text is passed on as it comes
   * @param out where its text goes
   */
  static LocalProcess listenTo(int rank, boolean first, Process process, PrintStream out) {
    LocalProcess local = new LocalProcess(rank, first, process, out);
    local.reader.start();
    return local;
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = process.getErrorStream()) {
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        take(buffer, length);
      }
    } catch (IOException e) {
      // The process has been ended; what it said until then is here.
    }
    finishLine();
  }

  private synchronized void take(byte[] bytes, int length) {
    if (first) {
      out.write(bytes, 0, length);
      out.flush();
    }
    for (char c : new String(bytes, 0, length, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        finishLine();
      } else {
        unfinished.append(c);
      }
    }
  }

  private synchronized void finishLine() {
    if (unfinished.length() > 0) {
      String text = unfinished.toString();
      unfinished.setLength(0);
      lostOthers |= text.contains(TorchProcessGroup.LOST);
      if (!first) {
        held.add(new Line(text, System.nanoTime()));
      }
    }
  }

  /** Shows the lines that were said at least so long ago. */
  synchronized void showLinesOlderThan(Duration age) {
    long now = System.nanoTime();
    while (!held.isEmpty() && now - held.getFirst().since() >= age.toNanos()) {
      byte[] line = held.removeFirst().text().getBytes(StandardCharsets.ISO_8859_1);
      out.print("[" + rank + "] ");
      out.write(line, 0, line.length);
      out.println();
    }
  }

  /** Shows all that it has said; to be called when it has ended. */
  void showRest() throws InterruptedException {
    awaitText();
    showLinesOlderThan(Duration.ZERO);
  }

  /** Whether it says that it suffers from the failure of another one. */
  boolean lostOthers() throws InterruptedException {
    awaitText();
    synchronized (this) {
      return lostOthers;
    }
  }

  /** Waits for the end of the text; not for ever, in case it left a child that holds the stream. */
  private void awaitText() throws InterruptedException {
    reader.join(Duration.ofSeconds(1).toMillis());
  }

  int rank() {
    return rank;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean hasFailed() {
    return !isAlive() && process.exitValue() != 0;
  }

  int exitCode() {
    return process.exitValue();
  }

  /** How it ended, for a message. */
  String end() {
    int code = exitCode();
    return code > SIGNALLED
        ? "was ended by signal "
            + (code - SIGNALLED)
            + " (9 often means that memory ran out: use fewer processes or a smaller batch)"
        : "failed with exit code " + code;
  }

  void askToEnd() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }
}
