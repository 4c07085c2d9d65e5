package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.LearningRateCurve;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints how the loss answered to rising learning rates, as numbers and as bars. */
final class LearningRateListing {
  private static final int WIDTH = 50;

  private final PrintWriter out;

  LearningRateListing(PrintWriter out) {
    this.out = out;
  }

  void print(LearningRateCurve curve) {
    double largest =
        curve.points().stream().mapToDouble(LearningRateCurve.Point::loss).max().orElse(1);
    out.println("    rate      loss");
    for (LearningRateCurve.Point point : curve.points()) {
      out.printf(
          Locale.ROOT,
          "%.2e  %8.3f  %s%n",
          point.rate(),
          point.loss(),
          "#".repeat((int) Math.round(WIDTH * point.loss() / largest)));
    }
    curve
        .suggestion()
        .ifPresentOrElse(
            rate -> out.printf(Locale.ROOT, "SOLVER.BASE_LR %.1e is a good beginning%n", rate),
            () -> out.println("the loss never fell; check the labels"));
  }
}
