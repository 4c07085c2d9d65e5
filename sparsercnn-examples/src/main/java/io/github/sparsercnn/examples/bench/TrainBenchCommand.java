package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
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
      "A training step against the twin: normalisation, forward, matching, losses, backward, clip, "
          + "update. Nothing is decoded or resized."
    },
    footer = {
      "",
      "Example:",
      "  sparsercnn bench train --model r50_100 --batch 2 --precision bf16"
    })
final class TrainBenchCommand extends BenchmarkCommand {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "An official model. Default: ${DEFAULT-VALUE}.")
  private String model = "r50_100";

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures per step. Default: ${DEFAULT-VALUE}.")
  private int batch = 2;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Size of the pictures. Default: ${DEFAULT-VALUE}, the middle of 480 to 800.")
  private String size = "960x640";

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: fp32,bf16.")
  private List<Precision> precisions = List.of(Precision.FP32, Precision.BF16);

  @Override
  public String what() {
    return "train";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    Matcher sides = SIZE.matcher(size);
    if (!sides.matches()) {
      throw usage("--size is '" + size + "', expected width and height such as 960x640");
    }
    if (batch < 1) {
      throw usage("--batch is " + batch + ", expected at least 1");
    }
    BenchModel chosen = BenchModel.named(model);
    Path weights = bench.weights(chosen);
    bench.say(
        String.format(
            Locale.ROOT,
            "train: formula weights, %d times testcard:%s with 6 boxes each; twin: eager PyTorch,"
                + " AdamW with a group per parameter, bf16 by autocast",
            batch,
            size));
    List<BenchRow> rows = new ArrayList<>();
    for (Precision precision : precisions) {
      rows.addAll(
          new Comparison(
                  bench,
                  "train_" + chosen.name() + "_" + PredictBenchCommand.name(precision),
                  "train",
                  job ->
                      job.put("model", chosen.name())
                          .put("weights", weights.toString())
                          .put("precision", PredictBenchCommand.name(precision))
                          .put("batch", batch)
                          .put("width", Integer.parseInt(sides.group(1)))
                          .put("height", Integer.parseInt(sides.group(2))))
              .against("", job -> {})
              .rows());
    }
    return rows;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
