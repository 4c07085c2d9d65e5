package io.github.sparsercnn.examples.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsercnn bench}: the parent of the benchmarks; says what can be measured. */
@Command(
    name = "bench",
    synopsisSubcommandLabel = "WHAT",
    commandListHeading = "%nWhat:%n",
    description =
        "Measure how long things take on this machine, and against their Python counterparts where "
            + "Python is present.")
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  private BenchCommand() {}

  /** {@return the verb with everything that it can measure} */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new TrainBenchCommand())
        .addSubcommand(new EvaluateBenchCommand())
        .addSubcommand(new ServeBenchCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}
