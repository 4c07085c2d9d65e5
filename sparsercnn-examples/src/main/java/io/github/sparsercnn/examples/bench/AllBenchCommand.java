package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sparsercnn bench all}: every benchmark, one after the other, and one table at the end. */
@Command(
    name = "all",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Everything that has a counterpart, and what our own improvements bring; about 20 minutes on "
          + "two processors. What fails is a row that says so; the others go on."
    },
    footer = {"", "Example:", "  sparsercnn bench all --json rows.json --markdown rows.md"})
final class AllBenchCommand implements Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();

  private static List<Benchmark> all() {
    return List.of(
        PredictBenchCommand.ofAll(),
        BackboneBenchCommand.ofAll(),
        new TrainBenchCommand(),
        new LoadBenchCommand(),
        EvaluateBenchCommand.ofAll(),
        new MatcherBenchCommand(),
        new ResizeBenchCommand(),
        new AblationBenchCommand());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run(options);
  }

  /**
   * Runs all.
   *
   * @return the exit status
   */
  static int run(BenchOptions options) throws IOException, InterruptedException {
    try (Bench bench = Bench.open(options)) {
      return run(bench, all());
    }
  }

  /** Runs some. */
  static int run(Bench bench, List<Benchmark> benchmarks) throws InterruptedException {
    List<BenchRow> rows = new ArrayList<>();
    for (Benchmark benchmark : benchmarks) {
      try {
        rows.addAll(benchmark.rows(bench));
      } catch (SparseRcnnException | IOException e) {
        rows.add(BenchRow.failed(benchmark.what(), String.valueOf(e.getMessage())));
      }
      bench.options().keep(rows); // a later one may be stopped
    }
    return bench.options().report(rows);
  }
}
