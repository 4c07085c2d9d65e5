package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.examples.bench.BenchCommand;
import picocli.CommandLine;

/** The command line {@code sparsercnn}. */
public final class Main {
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /**
   * Runs a verb and ends the process: 0 ok, 1 failed, 2 wrong usage.
   *
   * @param args the verb, its options and arguments
   */
  public static void main(String[] args) {
    System.exit(commandLine(DetectorBuilder::build).execute(args));
  }

  /** All verbs; a detector is opened through {@code opener}. */
  static CommandLine commandLine(DetectorOpener opener) {
    CommandLine commandLine =
        new CommandLine(new SparseRcnnCommand())
            .addSubcommand(new DemoCommand(opener))
            .addSubcommand(new PredictCommand(opener))
            .addSubcommand(new ServeCommand(opener))
            .addSubcommand(new TrainCommand())
            .addSubcommand(new EvaluateCommand())
            .addSubcommand(new EvaluateCrowdHumanCommand())
            .addSubcommand(new InfoCommand())
            .addSubcommand(new FeaturesCommand(opener))
            .addSubcommand(new ConvertCommand())
            .addSubcommand(new DatasetCommand())
            .addSubcommand(BenchCommand.commandLine());
    OneLineErrors errors = new OneLineErrors();
    return commandLine
        .setUsageHelpWidth(HELP_WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(errors)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }
}
