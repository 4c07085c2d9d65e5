package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.core.config.CacheFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all benchmarks share. */
final class BenchOptions {
  private static final int DEFAULT_ROUNDS = 5;
  private static final int QUICK_ROUNDS = 2;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private int rounds;
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quick", description = "" + QUICK_ROUNDS + " rounds.")
  private boolean quick;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = "What our network shall do without, to see what it brings; for experts.")
  private List<String> without = List.of();

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description = "The Python to compare with. Default: ${DEFAULT-VALUE}.")
  private String python = "python3";

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where the Python packages are installed, once. Default: bench in $SPARSERCNN_CACHE or in "
              + "~/.cache/sparsercnn.")
  private @Nullable Path cache;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Keep the files here. Default: a temporary folder, removed at the end.")
  private @Nullable Path work;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the rows as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the rows as a table in Markdown.")
  private @Nullable Path markdown;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "In each round all programs run once. Default: " + DEFAULT_ROUNDS + ".")
  void setRounds(int rounds) {
    this.rounds = positive("--rounds", rounds);
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each program. Default: the processors of this machine.")
  void setThreads(int threads) {
    this.threads = positive("--threads", threads);
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", expected 1 or more");
    }
    return value;
  }

  /** The rounds, which tell stderr what runs. */
  Rounds rounds() {
    return rounds(Integer.MAX_VALUE);
  }

  /**
   * Fewer rounds of what takes long, unless a number was asked for.
   *
   * @param most how many at most
   */
  Rounds rounds(int most) {
    int usual = Math.min(most, quick ? QUICK_ROUNDS : DEFAULT_ROUNDS);
    return new Rounds(rounds > 0 ? rounds : usual, spec.commandLine().getErr());
  }

  int threads() {
    return threads;
  }

  /** Names, separated by commas. */
  String without() {
    return String.join(",", without);
  }

  /** A folder for files. */
  WorkFolder workFolder() throws IOException {
    return WorkFolder.open(work);
  }

  /**
   * A Python of the user's choice with packages.
   *
   * @param benchmark names its folder in the cache
   * @param packages what pip installs: requirements with versions
   * @param size what that takes, in words
   */
  PythonEnvironment python(String benchmark, List<String> packages, String size) {
    Path folder = (cache == null ? CacheFolder.find().resolve("bench") : cache).resolve(benchmark);
    return new PythonEnvironment(
        folder,
        python,
        packages,
        () -> progress("installing Python packages into " + folder + ", once: " + size));
  }

  /** Prints a line. */
  void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Tells stderr what is going on. */
  void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** Where and how is measured, in a line. */
  String conditions() {
    return Machine.describe() + ", " + threads + " threads";
  }

  /**
   * Prints the rows, and writes them if that was asked for.
   *
   * @return the exit status: whether a row failed
   */
  int report(List<BenchRow> rows) {
    new BenchTable(spec.commandLine().getOut()).print(rows);
    keep(rows);
    return rows.stream().anyMatch(BenchRow::failed) ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /** Writes the rows if that was asked for. */
  void keep(List<BenchRow> rows) {
    if (json != null) {
      BenchJson.write(rows, json);
    }
    if (markdown != null) {
      BenchMarkdown.write(conditions(), rows, markdown);
    }
  }
}
