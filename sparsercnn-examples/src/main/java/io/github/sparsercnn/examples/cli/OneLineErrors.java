package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into one line on stderr and an exit status; with {@code --verbose} the stack
 * trace follows.
 */
final class OneLineErrors
    implements IExecutionStrategy, IExecutionExceptionHandler, IParameterExceptionHandler {
  private final IExecutionStrategy verbs = new RunLast();

  /** Runs the verb; picocli itself lets errors of the JVM through. */
  @Override
  public int execute(ParseResult parseResult) {
    try {
      return verbs.execute(parseResult);
    } catch (OutOfMemoryError | LinkageError e) {
      List<CommandLine> commands = parseResult.asCommandLineList();
      return failed(e, commands.get(commands.size() - 1));
    }
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    return failed(exception, commandLine);
  }

  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    String name = commandLine.getCommandSpec().qualifiedName();
    String hint = "see '" + name + " --help'";
    if (exception instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      hint = "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? " + hint;
    }
    print(name + ": " + exception.getMessage() + "; " + hint, exception, commandLine);
    return ExitCode.USAGE;
  }

  private static int failed(Throwable failure, CommandLine commandLine) {
    String name = commandLine.getCommandSpec().qualifiedName();
    print(name + ": " + describe(failure), failure, commandLine);
    return ExitCode.SOFTWARE;
  }

  private static void print(String message, Throwable failure, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    err.println(message.strip().replaceAll("\\s*\\R\\s*", " "));
    if (SparseRcnnCommand.isVerbose(commandLine)) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  private static String describe(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof SparseRcnnException) {
      return message;
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder: " + message;
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied: " + message;
    }
    if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException e) {
      return describe(e);
    }
    if (failure instanceof IOException) {
      return failure.getClass().getSimpleName() + ": " + message;
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); use smaller pictures or batches, or more memory";
    }
    return "unexpected failure, run again with --verbose and report it: " + failure;
  }
}
