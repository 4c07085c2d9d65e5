package io.github.sparsercnn.core.box;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One assignment of a training step: proposals to the boxes of a picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatcherBenchmark {
  @Param({"100", "300"})
  private int proposals;

  @Param({"7", "20", "100"})
  private int boxes;

  private double[] costs = new double[0];

  @Setup
  public void drawCosts() {
    costs = new SplittableRandom(1).doubles((long) proposals * boxes, -1, 1).toArray();
  }

  @Benchmark
  public Assignment solve() {
    return LinearSumAssignment.solve(costs, proposals, boxes);
  }
}
