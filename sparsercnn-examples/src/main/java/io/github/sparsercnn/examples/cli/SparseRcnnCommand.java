package io.github.sparsercnn.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a verb: help, version, and the option that all verbs share. */
@Command(
    name = "sparsercnn",
    description = "Finds objects in pictures with Sparse R-CNN.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "'sparsercnn VERB --help' explains a verb; 'sparsercnn demo' needs nothing else.",
      "Exit status: 0 ok, 1 failed, 2 wrong usage."
    },
    versionProvider = Version.class)
final class SparseRcnnCommand implements Runnable {
  private static final String OWN_LOGGERS = "io.github.sparsercnn";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Explain the command and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  private boolean verbose;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log what is done; after a failure print where it happened.")
  void setVerbose(boolean verbose) {
    this.verbose = verbose;
    if (verbose && LoggerFactory.getLogger(OWN_LOGGERS) instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }

  /** Whether the command line that this command is the root of was asked to be verbose. */
  static boolean isVerbose(CommandLine commandLine) {
    return commandLine.getCommandSpec().root().userObject() instanceof SparseRcnnCommand root
        && root.verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a verb: " + String.join(", ", spec.subcommands().keySet()));
  }
}
