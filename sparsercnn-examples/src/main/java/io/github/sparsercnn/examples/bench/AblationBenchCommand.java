package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.network.Shortcut;
import io.github.sparsercnn.examples.bench.Comparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench ablation}: what each idea brings, by leaving it out. */
@Command(
    name = "ablation",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Our network with each of its improvements left out, against itself with all of them: how "
          + "many times longer it takes. Without decoding and resizing."
    })
final class AblationBenchCommand extends BenchmarkCommand {
  private static final String SHARE = "computed_share_p";
  private static final double PERCENT = 100;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "An official model. Default: ${DEFAULT-VALUE}.")
  private String model = "r50_100";

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: all that a CPU is good at.")
  private List<Precision> precisions = PredictBenchCommand.onCpu();

  @Override
  public String what() {
    return "ablation";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws InterruptedException {
    bench.say("ablation: our network alone; the ratio is that of without to with all");
    List<BenchRow> rows = new ArrayList<>();
    for (Precision precision : precisions) {
      rows.addAll(rows(bench, precision));
    }
    return rows;
  }

  private List<BenchRow> rows(Bench bench, Precision precision) throws InterruptedException {
    String name = "network_" + model + "_" + PredictBenchCommand.name(precision);
    List<String> ideas = new ArrayList<>();
    List<WorkerProgram> workers = new ArrayList<>();
    try {
      workers.add(bench.ours(spec(bench, precision, "")));
      for (Shortcut idea : Shortcut.values()) {
        if (!idea.countsOnCpu()) {
          continue;
        }
        try {
          workers.add(bench.ours(spec(bench, precision, idea.toString())));
          ideas.add(idea.toString());
        } catch (ConfigException e) {
          bench.say(name + " without " + idea + ": left out: " + e.getMessage());
        }
      }
      List<Timing> timings = bench.options().rounds().run(workers);
      WorkerProgram whole = workers.get(0);
      List<BenchRow> rows = new ArrayList<>();
      for (int i = 0; i < ideas.size(); i++) {
        rows.add(
            Comparison.row(
                name + "_without_" + ideas.get(i).replace('-', '_'),
                new Side(workers.get(i + 1), timings.get(i + 1)),
                new Side(whole, timings.get(0)),
                ideas.get(i).equals(Shortcut.SPARSE_PYRAMID.toString())
                    ? "with it " + shares(whole) + "; "
                    : ""));
      }
      return rows;
    } finally {
      workers.forEach(WorkerProgram::close);
    }
  }

  private ObjectNode spec(Bench bench, Precision precision, String without) {
    return Comparison.spec(bench, "network")
        .put("model", model)
        .put("picture", PredictBenchCommand.PICTURE)
        .put("width", PredictBenchCommand.WIDTH)
        .put("height", PredictBenchCommand.HEIGHT)
        .put("precision", PredictBenchCommand.name(precision))
        .put("without", without);
  }

  /** How much of the pyramid's levels a network computed. */
  private static String shares(WorkerProgram worker) {
    return worker.facts().entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(SHARE))
        .sorted(Map.Entry.comparingByKey())
        .map(
            fact ->
                String.format(
                    Locale.ROOT,
                    "%.0f %% of p%s",
                    PERCENT * fact.getValue(),
                    fact.getKey().substring(SHARE.length())))
        .collect(Collectors.joining(", "));
  }
}
