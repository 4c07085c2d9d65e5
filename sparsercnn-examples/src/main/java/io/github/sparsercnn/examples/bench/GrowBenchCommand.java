package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  /** What is changed, and to which values. */
  enum What {
    /** The shorter side of the picture; official models are tested with 800. */
    SIDE,
    /** The number of boxes; official models have 100 and 300. */
    PROPOSALS,
    /** The number of times that boxes are looked at and moved; official models have 6. */
    STAGES;

    List<Integer> changes() {
      return switch (this) {
        case SIDE -> List.of(320, 480, 640, 800, 1120);
        case PROPOSALS -> List.of(50, 300, 500, 1000);
        case STAGES -> List.of(1, 2, 4);
      };
    }

    void change(ObjectNode spec, int value) {
      if (this == SIDE) {
        double ratio = (double) PredictBenchCommand.WIDTH / PredictBenchCommand.HEIGHT;
        spec.put("height", value).put("width", Math.round(value * ratio));
      } else {
        spec.put(toString(), value);
      }
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      split = ",",
      hideParamSyntax = true,
      description = "Some of ${COMPLETION-CANDIDATES}. Default: all.")
  private List<What> what = List.of(What.values());

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
      for (What one : what) {
        for (int value : one.changes()) {
          rows.addAll(rows(bench, precision, one, value));
        }
      }
    }
    return rows;
  }

  private static List<BenchRow> rows(Bench bench, Precision precision, What what, int value)
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
              what.change(spec, value);
            })
        .rows();
  }
}
