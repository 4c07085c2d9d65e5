package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.DetectorOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs command lines and keeps what they print. */
final class Cli {
  private final DetectorOpener opener;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @Nullable DetectorOptions options;

  Cli(DetectorOpener opener) {
    this.opener = opener;
  }

  int run(String... args) {
    CommandLine commandLine = Main.commandLine(this::open);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private Detector open(DetectorBuilder builder) {
    options = builder.options();
    return opener.open(builder);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** What the last detector was asked to be. */
  @Nullable DetectorOptions options() {
    return options;
  }
}
