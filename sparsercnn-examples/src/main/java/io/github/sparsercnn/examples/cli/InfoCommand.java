package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

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
      JSON.writerWithDefaultPrettyPrinter().writeValue(out, WeightsJson.of(report));
      out.println();
    } else {
      new WeightsListing(out).print(report);
    }
    out.flush();
    return ExitCode.OK;
  }
}
