package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.core.config.CacheFolder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all benchmarks share. */
final class BenchOptions {
  private static final int DEFAULT_ROUNDS = 3;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private int rounds = DEFAULT_ROUNDS;

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

  @Option(names = "--json", paramLabel = "FILE", description = "Write the rows as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_ROUNDS,
      description = "In each round all programs run once. Default: ${DEFAULT-VALUE}.")
  void setRounds(int rounds) {
    if (rounds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds is " + rounds + ", expected 1 or more");
    }
    this.rounds = rounds;
  }

  /** The rounds, which tell stderr what runs. */
  Rounds rounds() {
    return new Rounds(rounds, spec.commandLine().getErr());
  }

  /**
   * A Python of the user's choice with packages.
   *
   * @param benchmark names its folder in the cache
   * @param packages what pip installs: requirements with versions
   */
  PythonEnvironment python(String benchmark, List<String> packages) {
    Path folder = cache == null ? CacheFolder.find().resolve("bench") : cache;
    return new PythonEnvironment(folder.resolve(benchmark), python, packages);
  }

  /** Prints the rows, and writes them if that was asked for. */
  void report(List<BenchRow> rows) {
    CommandLine commandLine = spec.commandLine();
    new BenchTable(commandLine.getOut()).print(rows);
    if (json != null) {
      BenchJson.write(rows, json);
    }
  }
}
