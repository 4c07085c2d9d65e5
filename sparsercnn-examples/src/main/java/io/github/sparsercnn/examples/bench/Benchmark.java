package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.util.List;

/** One kind of comparison. */
interface Benchmark {
  /** A word for all its rows. */
  String what();

  /**
   * Measures.
   *
   * @param bench what all benchmarks of this run share
   * @return the rows
   */
  List<BenchRow> rows(Bench bench) throws IOException, InterruptedException;
}
