package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.SparseRcnnException;
import java.io.PrintWriter;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns every failure into one line on stderr and an exit status. What Spark itself has to say, the
 * stack traces of tasks among it, is in its log.
 */
final class JobErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    print(describe(exception), commandLine);
    return ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    String help = "; see '" + commandLine.getCommandName() + " --help'";
    print(exception.getMessage() + help, commandLine);
    return ExitCode.USAGE;
  }

  private static void print(String message, CommandLine commandLine) {
    PrintWriter err = commandLine.getErr();
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    err.println(commandLine.getCommandName() + ": " + line);
    err.flush();
  }

  /** What made a task fail is the cause of what Spark throws. */
  private static String describe(Exception exception) {
    for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparseRcnnException || cause instanceof AnalysisException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return exception.toString();
  }
}
