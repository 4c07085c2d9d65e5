package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.util.List;

/** One kind of comparison. */
interface Benchmark {
  /**
   * Measures.
   *
   * @param bench what all benchmarks of this run share
   * @return the rows
   */
  List<BenchRow> rows(Bench bench) throws IOException, InterruptedException;
}
