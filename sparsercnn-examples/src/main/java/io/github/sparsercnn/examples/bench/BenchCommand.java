package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code sparsercnn bench}: runs all benchmarks; the parent of each. */
@Command(
    name = "bench",
    sortOptions = false,
    synopsisSubcommandLabel = "[WHAT]",
    commandListHeading = "%nWhat:%n",
    description = {
      "Measure how long things take on this machine, and against their Python counterparts where "
          + "Python is present. Without WHAT: everything."
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();

  private BenchCommand() {}

  /** {@return the verb with everything that it can measure} */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new PredictBenchCommand())
        .addSubcommand(new BackboneBenchCommand())
        .addSubcommand(new TrainBenchCommand())
        .addSubcommand(new LoadBenchCommand())
        .addSubcommand(new EvaluateBenchCommand())
        .addSubcommand(new MatcherBenchCommand())
        .addSubcommand(new ResizeBenchCommand())
        .addSubcommand(new ServeBenchCommand())
        .addSubcommand(new GpuBenchCommand())
        .addSubcommand(new TwinCommand())
        .addSubcommand(new WorkerCommand());
  }

  private static List<Benchmark> all() {
    return List.of(
        new PredictBenchCommand(true),
        new BackboneBenchCommand(true),
        new TrainBenchCommand(),
        new LoadBenchCommand(),
        new EvaluateBenchCommand(),
        new MatcherBenchCommand(),
        new ResizeBenchCommand());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Bench bench = Bench.open(options)) {
      List<BenchRow> rows = new ArrayList<>();
      for (Benchmark benchmark : all()) {
        rows.addAll(benchmark.rows(bench));
      }
      options.report(rows);
    }
    return ExitCode.OK;
  }
}
