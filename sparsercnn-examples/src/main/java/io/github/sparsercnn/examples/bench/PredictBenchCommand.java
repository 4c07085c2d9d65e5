package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench predict}: one picture, from its pixels to its detections. */
@Command(
    name = "predict",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "One picture from its RGB bytes to its detections, against the twin, a plain eager PyTorch "
          + "port of the official network: resize, network, selection."
    },
    footer = {"", "Example:", "  sparsercnn bench predict --model r50_100 --precision fp32,bf16"})
final class PredictBenchCommand extends BenchmarkCommand {
  static final String PICTURE = "testcard:640x427";

  /** What the picture is resized to. */
  static final int WIDTH = 1199;

  static final int HEIGHT = 800;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = "Official models, separated by commas. Default: r50_100,r50_300.")
  private List<String> models = List.of("r50_100", "r50_300");

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: all that a CPU is good at.")
  private List<Precision> precisions = onCpu();

  @Option(
      names = "--compile",
      paramLabel = "NAME",
      split = ",",
      arity = "0..1",
      fallbackValue = "r50_100,r50_300",
      hideParamSyntax = true,
      description = {
        "Against torch.compile, too, for these models or all. It needs a C++ compiler, and minutes."
      })
  private List<String> compiled = List.of();

  /** For the run of all. */
  static PredictBenchCommand ofAll() {
    PredictBenchCommand command = new PredictBenchCommand();
    command.compiled = List.of("r50_100");
    return command;
  }

  /** 16-bit floats are for GPUs. */
  static List<Precision> onCpu() {
    return Arrays.stream(Precision.values()).filter(p -> p != Precision.FP16).toList();
  }

  /** PyTorch has no eager int8; it is compared with float32, what it stands in for. */
  static String ofTwin(Precision precision) {
    return precision == Precision.BF16 ? "bf16" : "fp32";
  }

  static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String what() {
    return "predict";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws IOException, InterruptedException {
    bench.say(
        "predict: formula weights, "
            + PICTURE
            + " resized to "
            + WIDTH
            + "x"
            + HEIGHT
            + "; twin: eager PyTorch, bf16 by autocast");
    List<BenchRow> rows = new ArrayList<>();
    for (String name : models) {
      BenchModel model = BenchModel.named(name);
      for (Precision precision : precisions) {
        rows.addAll(comparison(bench, model, precision).rows());
      }
    }
    return rows;
  }

  private Comparison comparison(Bench bench, BenchModel model, Precision precision)
      throws IOException, InterruptedException {
    String plain = bench.weights(model).toString();
    Path ours = precision == Precision.INT8 ? bench.calibratedWeights(model) : bench.weights(model);
    Comparison comparison =
        new Comparison(
            bench,
            "predict_" + model.name() + "_" + name(precision),
            "predict",
            spec ->
                spec.put("weights", ours.toString())
                    .put("picture", PICTURE)
                    .put("precision", name(precision)));
    comparison.against("", spec -> spec.put("weights", plain).put("precision", ofTwin(precision)));
    if (compiled.contains(model.name()) && precision != Precision.INT8) {
      comparison.against(
          "_vs_compile", spec -> spec.put("precision", ofTwin(precision)).put("compile", true));
    }
    return comparison;
  }
}
