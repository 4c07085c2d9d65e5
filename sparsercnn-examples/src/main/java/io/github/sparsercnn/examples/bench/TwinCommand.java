package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench twin}: holds the Python twin against the goldens. */
@Command(
    name = "twin",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Hold the Python twin against numbers of the official code.")
final class TwinCommand implements Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--check",
      paramLabel = "DIR",
      required = true,
      description =
          "The goldens: sparsercnn-core/src/test/resources/goldens in the project's sources.")
  private Path goldens = Path.of("");

  @Option(
      names = "--case",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = "Only these, for example forward/tiny. Default: small and official ones.")
  private List<String> cases = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Bench bench = Bench.open(options)) {
      List<String> arguments = new ArrayList<>(List.of(goldens.toAbsolutePath().toString()));
      arguments.addAll(cases);
      ChildProcess check =
          new ChildProcess(
              bench.twin().command("check.py", arguments.toArray(String[]::new)),
              bench.environment(),
              bench.folder().resolve("check.log"));
      check.run();
      bench.say(check.output());
    }
    return ExitCode.OK;
  }
}
