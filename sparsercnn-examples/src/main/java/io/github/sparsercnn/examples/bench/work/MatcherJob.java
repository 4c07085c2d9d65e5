package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.box.Assignment;
import io.github.sparsercnn.core.box.LinearSumAssignment;
import java.util.ArrayList;
import java.util.List;

/** The assignments of a batch; the figure is a checksum of the matched pairs. */
final class MatcherJob implements Job {
  private static final long CHECKSUM_FACTOR = 31;
  private static final long CHECKSUM_MODULUS = Integer.MAX_VALUE;

  private final int rows;
  private final int columns;
  private final List<double[]> problems = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();

  MatcherJob(JobSpec spec) {
    rows = spec.number("rows");
    columns = spec.number("columns");
    FormulaStream stream = new FormulaStream("costs");
    for (int problem = 0; problem < spec.number("count"); problem++) {
      double[] costs = new double[rows * columns];
      for (int i = 0; i < costs.length; i++) {
        costs[i] = stream.next();
      }
      problems.add(costs);
    }
  }

  @Override
  public void run() {
    assignments.clear();
    for (double[] costs : problems) {
      assignments.add(LinearSumAssignment.solve(costs, rows, columns));
    }
  }

  @Override
  public double[] figures() {
    long checksum = 0;
    for (Assignment assignment : assignments) {
      for (int i = 0; i < assignment.size(); i++) {
        long pair = (long) assignment.rows()[i] * columns + assignment.columns()[i];
        checksum = (checksum * CHECKSUM_FACTOR + pair) % CHECKSUM_MODULUS;
      }
    }
    return new double[] {checksum};
  }
}
