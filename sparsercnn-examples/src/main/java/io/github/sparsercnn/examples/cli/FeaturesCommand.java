package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.inspection.Inspection;
import io.github.sparsercnn.core.inspection.InspectionFolder;
import io.github.sparsercnn.core.inspection.InspectionResult;
import io.github.sparsercnn.core.inspection.InspectionSettings;
import io.github.sparsercnn.core.inspection.Inspector;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn features}: shows what the network sees, for when the AP does not rise. */
@Command(
    name = "features",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Show what the network sees in a picture: feature maps, proposals stage by stage, attention, "
          + "pooled boxes. Look at them when the AP does not rise."
    },
    footer = {
      "",
      "docs/looking-inside.md shows healthy and sick pictures.",
      "",
      "Examples:",
      "  sparsercnn features",
      "  sparsercnn features street.jpg --weights model_0004999.pth --output inside/ --top 12"
    })
final class FeaturesCommand implements Callable<Integer> {
  private static final String AUTO = "auto";
  private static final String SMEAR = "drawn blood smear";

  private final DetectorOpener opener;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description = {
        "A picture; after it KEY VALUE pairs of the config. Default: a drawn blood smear."
      })
  private List<String> words = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "A checkpoint, as for predict. Default: MODEL.WEIGHTS of the config, else the bundled model."
      })
  private @Nullable String weights;

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "A detectron2 config. Default: what the weights' shapes say.")
  private @Nullable Path configFile;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "sparsercnn-features",
      description = "Where to write the pictures and index.html. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("");

  @Option(
      names = "--proposal",
      paramLabel = "N|auto",
      defaultValue = AUTO,
      description = {
        "The number, from 0, of the proposal whose attention is shown. Default: the surest one."
      })
  private String proposal = AUTO;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "How many of the surest proposals are followed. Default: 8.")
  private @Nullable Integer top;

  @Option(
      names = "--levels",
      paramLabel = "P3,P4,…",
      split = ",",
      hideParamSyntax = true,
      description = "The levels to show. Default: all.")
  private @Nullable List<String> levels;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "How many channels of each level are shown. Default: 12.")
  private @Nullable Integer channels;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu, cuda or cuda:N. Default: MODEL.DEVICE, else a GPU if there is one.")
  private @Nullable String device;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  FeaturesCommand(DetectorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws IOException {
    int pictures = ConfigKeys.before(words);
    if (pictures > 1) {
      throw new ParameterException(
          spec.commandLine(), "one picture at a time, got " + words.subList(0, pictures));
    }
    InspectionSettings settings = settings();
    ModelChoice model = new ModelChoice(configFile, words.subList(pictures, words.size()));
    DetectorBuilder builder = model.detector();
    if (device != null) {
      setDevice(builder, device);
    }
    Optional<String> chosen = Optional.ofNullable(weights).or(model::weights);
    if (chosen.isPresent()) {
      return inspect(builder.weights(chosen.get()), settings);
    }
    if (configFile != null) {
      throw new ParameterException(
          spec.commandLine(), "no weights: give --weights FILE for " + configFile);
    }
    try (BundledModel bundled = BundledModel.open()) {
      return inspect(builder.weights(bundled.file()), settings);
    }
  }

  private void setDevice(DetectorBuilder builder, String name) {
    try {
      builder.device(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private InspectionSettings settings() {
    InspectionSettings.Builder settings = InspectionSettings.builder();
    try {
      if (!proposal.equals(AUTO)) {
        settings.proposal(Integer.parseInt(proposal));
      }
      if (top != null) {
        settings.top(top);
      }
      if (levels != null) {
        settings.levels(levels);
      }
      if (channels != null) {
        settings.channels(channels);
      }
      return settings.build();
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--proposal is a number from 0 or auto, got " + proposal, e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int inspect(DetectorBuilder builder, InspectionSettings settings) throws IOException {
    boolean given = ConfigKeys.before(words) > 0;
    Image image =
        given
            ? Image.of(Path.of(words.get(0)))
            : Image.of(new SmearGenerator().generate(DemoCommand.SMEAR_SEED).picture());
    String name = given ? String.valueOf(Path.of(words.get(0)).getFileName()) : SMEAR;
    Inspection inspection;
    try (Detector detector = opener.open(builder)) {
      inspection = Inspector.inspect(detector, image);
    }
    InspectionResult result = InspectionFolder.write(output, name, inspection, settings);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonTree.write(FeaturesJson.of(given ? words.get(0) : SMEAR, inspection, result), out);
      out.println();
    } else {
      new FeaturesListing(out).print(name, inspection, result);
    }
    out.flush();
    return ExitCode.OK;
  }
}
