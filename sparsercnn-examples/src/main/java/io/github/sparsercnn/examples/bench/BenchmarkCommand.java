package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that runs one benchmark. */
abstract class BenchmarkCommand implements Benchmark, Callable<Integer> {
  @Mixin private BenchOptions options = new BenchOptions();

  @Override
  public final Integer call() throws IOException, InterruptedException {
    try (Bench bench = Bench.open(options)) {
      return options.report(rows(bench));
    }
  }
}
