package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.inspection.Inspection;
import io.github.sparsercnn.core.inspection.InspectionCheck;
import io.github.sparsercnn.core.inspection.InspectionResult;
import io.github.sparsercnn.core.inspection.StageFigures;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what an inspection found, for people. */
final class FeaturesListing {
  private final PrintWriter out;

  FeaturesListing(PrintWriter out) {
    this.out = out;
  }

  void print(String name, Inspection inspection, InspectionResult result) {
    print(
        "%s, seen at %dx%d: %d proposals in %d stages",
        name,
        inspection.picture().width(),
        inspection.picture().height(),
        inspection.proposals(),
        inspection.stages().size());
    for (StageFigures stage : result.stages()) {
      print(
          "  stage %d  best score %.2f  overlap with before %.2f  attends as if to %.0f",
          stage.stage(), stage.bestScore(), stage.settled(), stage.attended());
    }
    for (InspectionCheck check : result.checks()) {
      print(
          "  %-7s  %s: %s%s",
          check.isHealthy() ? "healthy" : "LOOK",
          check.look(),
          check.here(),
          check.isHealthy() ? "" : "; healthy: " + check.rule());
    }
    print(
        "%d pictures, to be read with %s",
        result.pictures().size(), result.page().toAbsolutePath().normalize());
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
