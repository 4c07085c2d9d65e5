package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench grow}: what larger pictures, more proposals and more stages cost. */
@Command(
    name = "grow",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Our network on pictures of several sizes, and with more and fewer proposals and stages than "
          + "R50-100 has. Without decoding and resizing, and without a counterpart."
    })
final class GrowBenchCommand extends BenchmarkCommand {
  /** Shorter sides; the last but one is what official models are tested with. */
  private static final List<Integer> SIDES = List.of(320, 480, 640, 800, 1120);

  private static final List<Integer> PROPOSALS = List.of(50, 300, 500, 1000);
  private static final List<Integer> STAGES = List.of(1, 2, 4);

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: fp32,bf16.")
  private List<Precision> precisions = List.of(Precision.FP32, Precision.BF16);

  @Override
  public String what() {
    return "grow";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    bench.say("grow: R50 with 100 proposals, 6 stages, 1199x800, and one of them changed");
    List<BenchRow> rows = new ArrayList<>();
    for (Precision precision : precisions) {
      for (int side : SIDES) {
        int longer = Math.round((float) side * PredictBenchCommand.WIDTH / PredictBenchCommand.HEIGHT);
        rows.addAll(
            rows(bench, precision, "side", side, s -> s.put("height", side).put("width", longer)));
      }
      for (int count : PROPOSALS) {
        rows.addAll(rows(bench, precision, "proposals", count, s -> s.put("proposals", count)));
      }
      for (int count : STAGES) {
        rows.addAll(rows(bench, precision, "stages", count, s -> s.put("stages", count)));
      }
    }
    return rows;
  }

  private static List<BenchRow> rows(
      Bench bench, Precision precision, String what, int value, Consumer<ObjectNode> settings)
      throws InterruptedException {
    return new Comparison(
            bench,
            "grow_" + PredictBenchCommand.name(precision) + "_" + what + "_" + value,
            "network",
            spec -> {
              spec.put("model", "r50_100")
                  .put("picture", PredictBenchCommand.PICTURE)
                  .put("width", PredictBenchCommand.WIDTH)
                  .put("height", PredictBenchCommand.HEIGHT)
                  .put("precision", PredictBenchCommand.name(precision));
              settings.accept(spec);
            })
        .rows();
  }
}
