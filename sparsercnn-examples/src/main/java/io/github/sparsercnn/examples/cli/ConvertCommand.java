package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.checkpoint.CheckpointConverter;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.inference.Calibrator;
import io.github.sparsercnn.core.network.ActivationRanges;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn convert}: rewrites weights. */
@Command(
    name = "convert",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Rewrite weights as safetensors or .pth, under detectron2's names.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn convert r50_100pro_3x_model.pth model.safetensors --half",
      "  sparsercnn convert epoch_36.pth model.pth --labels person,car",
      "  sparsercnn convert model.pth fast.safetensors --int8 --calibrate pictures/"
    })
final class ConvertCommand implements Callable<Integer> {
  private static final int MOST_PICTURES = 100;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A detectron2 or mmdetection checkpoint, an ImageNet ResNet, or safetensors.")
  private Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "A file ending in .safetensors or .pth; an old one is replaced in one step.")
  private Path output;

  @Option(
      names = "--half",
      description = "Store matrices and filters in half precision; vectors stay as they are.")
  private boolean half;

  @Option(
      names = "--labels",
      paramLabel = "A,B,…",
      split = ",",
      hideParamSyntax = true,
      description = "Put the labels of the classes into the file.")
  private @Nullable List<String> labels;

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "Put a detectron2 config into the file.")
  private @Nullable Path configFile;

  @Option(
      names = "--int8",
      description = "Measure on the pictures of --calibrate what --precision int8 needs to know.")
  private boolean int8;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description = {
        "Pictures such as the model will see, but none that it is tested on. The first "
            + MOST_PICTURES
            + " by name are used."
      })
  private @Nullable Path calibrate;

  @Override
  public Integer call() throws IOException {
    CheckpointConverter.Builder converter = CheckpointConverter.builder().halved(half);
    if (labels != null) {
      converter.labels(labels);
    }
    if (configFile != null) {
      converter.config(selfContained(configFile));
    }
    if (int8) {
      converter.text(ActivationRanges.KEY, activations().toJson());
    }
    Map<String, StoredTensor> tensors = converter.build().convert(input, output);
    long numbers = tensors.values().stream().mapToLong(StoredTensor::numel).sum();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d tensors, %,d numbers, %.1f MB%n",
        output,
        tensors.size(),
        numbers,
        Files.size(output) / BYTES_PER_MEGABYTE);
    out.flush();
    return ExitCode.OK;
  }

  private ActivationRanges activations() throws IOException {
    if (calibrate == null) {
      throw new ParameterException(
          spec.commandLine(), "--int8 needs --calibrate DIR, a folder of pictures");
    }
    List<Path> pictures = PictureFiles.expand(List.of(calibrate.toString()));
    return Calibrator.calibrate(
        input,
        configFile == null ? null : Config.read(configFile),
        pictures.subList(0, Math.min(MOST_PICTURES, pictures.size())));
  }

  /** The text as it is, comments and all, unless it needs a file beside it. */
  private static String selfContained(Path yaml) throws IOException {
    Config config = Config.read(yaml);
    String text = Files.readString(yaml);
    return text.contains("_BASE_") ? config.toYaml() : text;
  }
}
