package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sparsercnn bench}: runs all benchmarks; the parent of each. */
@Command(
    name = "bench",
    sortOptions = false,
    synopsisSubcommandLabel = "[WHAT]",
    commandListHeading = "%nWhat:%n",
    description = {
      "Measure how long things take on this machine, and against their Python counterparts where "
          + "Python is present. Without WHAT: all."
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();

  private BenchCommand() {}

  /** {@return the verb with everything that it can measure} */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new AllBenchCommand())
        .addSubcommand(new PredictBenchCommand())
        .addSubcommand(new BackboneBenchCommand())
        .addSubcommand(new TrainBenchCommand())
        .addSubcommand(new LoadBenchCommand())
        .addSubcommand(new EvaluateBenchCommand())
        .addSubcommand(new MatcherBenchCommand())
        .addSubcommand(new ResizeBenchCommand())
        .addSubcommand(new AblationBenchCommand())
        .addSubcommand(new GrowBenchCommand())
        .addSubcommand(new AccuracyBenchCommand())
        .addSubcommand(new ServeBenchCommand())
        .addSubcommand(new GpuBenchCommand())
        .addSubcommand(new TwinCommand())
        .addSubcommand(new WorkerCommand());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return AllBenchCommand.run(options);
  }
}
