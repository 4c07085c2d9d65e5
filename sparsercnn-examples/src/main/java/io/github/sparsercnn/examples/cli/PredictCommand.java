package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn predict}: finds objects in pictures. */
@Command(
    name = "predict",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Find objects in pictures, with any weights.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn predict --weights r50_100pro_3x_model.pth --threshold 0.4 street.jpg",
      "  sparsercnn predict --weights cells.safetensors --json found.json scans/",
      "  sparsercnn predict --weights cells.safetensors --tiles 800 --overlap 0.2 slide.tif"
    })
final class PredictCommand implements Callable<Integer> {
  private static final String STDOUT = "-";

  private final DetectorOpener opener;

  @Spec private CommandSpec spec;
  @Mixin private final LookOptions looks = new LookOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = {
        "Pictures, folders of pictures, or quoted globs; after them KEY VALUE pairs of the config."
      })
  private List<String> words = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "A detectron2 or mmdetection checkpoint, or safetensors; a path, an http(s) URL or a "
            + "detectron2:// name. Default: MODEL.WEIGHTS of the config."
      })
  private @Nullable String weights;

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "A detectron2 config. Default: what the weights' shapes say.")
  private @Nullable Path configFile;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      converter = ScoreThreshold.class,
      description = "Keep scores strictly greater. Default: keep all.")
  private @Nullable Float threshold;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Save copies of the pictures with the boxes drawn.")
  private @Nullable Path output;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write what was found as JSON; - is stdout.")
  private @Nullable String json;

  @Mixin private final RunOptions runOptions = new RunOptions();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures computed together. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  PredictCommand(DetectorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws IOException {
    if (batchSize < 1) {
      throw new ParameterException(spec.commandLine(), "--batch-size must be at least 1");
    }
    int images = ConfigKeys.before(words);
    DetectorBuilder builder = builder(words.subList(images, words.size()));
    List<Path> pictures = PictureFiles.expand(words.subList(0, images));
    List<PredictionSink> sinks = new ArrayList<>();
    if (output != null) {
      sinks.add(DrawnPictures.in(output, pictures));
    }
    try (Detector detector = opener.open(builder)) {
      PrintWriter err = spec.commandLine().getErr();
      PredictionRun run = new PredictionRun(detector, batchSize, threshold, err);
      return report(run, pictures, sinks) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private DetectorBuilder builder(List<String> overrides) {
    ModelChoice model = new ModelChoice(configFile, looks.before(overrides));
    try {
      DetectorBuilder builder = model.detector();
      builder.weights(weights == null ? model.weights().orElseThrow(this::noWeights) : weights);
      return runOptions.apply(builder);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private ParameterException noWeights() {
    return new ParameterException(
        spec.commandLine(), "no weights: give --weights FILE, or MODEL.WEIGHTS in --config-file");
  }

  /** Returns how many pictures failed. */
  private int report(PredictionRun run, List<Path> pictures, List<PredictionSink> sinks)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json == null) {
      sinks.add(new PredictionListing(out));
      return run.run(pictures, sinks, false);
    }
    boolean showProgress = pictures.size() > 1 && Ansi.AUTO.enabled();
    if (json.equals(STDOUT)) {
      return writeJson(out, run, pictures, sinks, showProgress);
    }
    int[] failures = new int[1];
    AtomicFile.write(
        Path.of(json),
        stream -> {
          Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          failures[0] = writeJson(writer, run, pictures, sinks, showProgress);
        });
    return failures[0];
  }

  private static int writeJson(
      Writer writer,
      PredictionRun run,
      List<Path> pictures,
      List<PredictionSink> sinks,
      boolean showProgress)
      throws IOException {
    try (PredictionJson report = new PredictionJson(writer)) {
      sinks.add(report);
      return run.run(pictures, sinks, showProgress);
    }
  }
}
