package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsercnn bench train}: how long a training step takes. */
@Command(
    name = "train",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Measure a training step: forward, losses, backward, update.",
      "Weights and pictures are random; nothing is decoded or resized."
    },
    footer = {"", "Example:", "  sparsercnn bench train --model r50_100 --batch 2 --bf16"})
final class TrainBenchCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /** LibTorch chooses its kernels, and the JVM compiles, in the first steps. */
  private static final int WARM_UP = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME|YAML",
      description = "An official config or a yaml file. Default: ${DEFAULT-VALUE}.")
  private String model = "r50_100";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures per step. Default: ${DEFAULT-VALUE}.")
  private int batch = 2;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Size of the pictures. Default: ${DEFAULT-VALUE}.")
  private String size = "640x480";

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Steps that count, after 2 that do not. Default: ${DEFAULT-VALUE}.")
  private int iterations = 10;

  @Option(names = "--bf16", description = "In mixed precision (SOLVER.AMP.ENABLED True).")
  private boolean bf16;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the numbers there.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    ImageSize pictureSize = pictureSize();
    requirePositive("--batch", batch);
    requirePositive("--iterations", iterations);
    Config config = config().with("SOLVER.AMP.ENABLED", bf16);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "batch %d, pictures of %s%n%s%n", batch, pictureSize, Machine.describe());
    out.flush();
    Timing timing;
    try (TrainingWorkload workload = new TrainingWorkload(config, batch, pictureSize)) {
      timing = workload.measure("sparsercnn", WARM_UP, iterations);
    }
    List<BenchRow> rows = List.of(row(pictureSize, timing));
    new BenchTable(out).print(rows);
    if (json != null) {
      BenchJson.write(rows, json);
    }
    return ExitCode.OK;
  }

  private Config config() {
    boolean isFile = model.endsWith(".yaml") || model.endsWith(".yml");
    return isFile ? Config.read(Path.of(model)) : Preset.byName(model).config();
  }

  private ImageSize pictureSize() {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--size is '" + size + "', expected width and height such as 640x480");
    }
    return new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", expected at least 1");
    }
  }

  private BenchRow row(ImageSize pictureSize, Timing timing) {
    Map<String, Double> facts =
        Map.of(
            "batch", (double) batch,
            "width", (double) pictureSize.width(),
            "height", (double) pictureSize.height());
    return new BenchRow(name(), timing, Optional.empty(), "", facts);
  }

  private String name() {
    String stem = Path.of(model).getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return "train_" + stem.toLowerCase(Locale.ROOT) + (bf16 ? "_bf16" : "_fp32");
  }
}
