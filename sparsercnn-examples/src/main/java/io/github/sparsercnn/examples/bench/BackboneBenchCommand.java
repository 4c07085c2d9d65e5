package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench backbone}: ResNet and pyramid alone, where others can be asked too. */
@Command(
    name = "backbone",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "ResNet-50 and pyramid of one picture, against PyTorch, OpenVINO and, in float32, ONNX "
          + "Runtime: what this machine can do."
    })
final class BackboneBenchCommand extends BenchmarkCommand {
  private static final int WIDTH = 1216;
  private static final int HEIGHT = 800;

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: fp32,bf16.")
  private List<Precision> precisions = List.of(Precision.FP32, Precision.BF16);

  @Option(names = "--compile", description = "Against torch.compile, too; it needs a C++ compiler.")
  private boolean compile;

  /** For the run of all. */
  static BackboneBenchCommand ofAll() {
    BackboneBenchCommand command = new BackboneBenchCommand();
    command.compile = true;
    return command;
  }

  @Override
  public String what() {
    return "backbone";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    bench.say(
        "backbone: formula weights, testcard:" + WIDTH + "x" + HEIGHT + ", normalised already");
    BenchModel model = BenchModel.named("r50_100");
    Path weights = bench.weights(model);
    List<BenchRow> rows = new ArrayList<>();
    for (Precision precision : precisions) {
      Comparison comparison =
          new Comparison(
              bench,
              "backbone_" + PredictBenchCommand.name(precision),
              "backbone",
              spec ->
                  spec.put("model", model.name())
                      .put("weights", weights.toString())
                      .put("precision", PredictBenchCommand.name(precision))
                      .put("width", WIDTH)
                      .put("height", HEIGHT));
      comparison.against("", spec -> spec.put("engine", "torch"));
      if (compile) {
        comparison.against("_vs_compile", spec -> spec.put("engine", "compile"));
      }
      comparison.against("_vs_openvino", spec -> spec.put("engine", "openvino"));
      if (precision == Precision.FP32) {
        comparison.against("_vs_onnxruntime", spec -> spec.put("engine", "onnxruntime"));
      }
      rows.addAll(comparison.rows());
    }
    return rows;
  }
}
