package io.github.sparsercnn.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn info}: says what a weights file holds. */
@Command(
    name = "info",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Say what a weights file holds, what was assumed, and what would not load.",
    footer = {"", "Example:", "  sparsercnn info r50_100pro_3x_model.pth"})
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "A detectron2 or mmdetection checkpoint, an ImageNet ResNet, or safetensors.")
  private Path file;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    WeightsReport report = WeightsReport.of(file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonTree.write(WeightsJson.of(report), out);
      out.println();
    } else {
      new WeightsListing(out).print(report);
    }
    out.flush();
    return ExitCode.OK;
  }
}
