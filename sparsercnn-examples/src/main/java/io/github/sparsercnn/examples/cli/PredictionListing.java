package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Prints what was found for people to read. */
final class PredictionListing implements PredictionSink {
  private final PrintWriter out;

  PredictionListing(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void found(Path file, Instances instances) {
    print(file.toString(), instances);
  }

  @Override
  public void failed(Path file, String reason) {
    // The reason is on stderr already.
  }

  void print(String name, Instances instances) {
    int width = instances.labels().stream().mapToInt(String::length).max().orElse(0);
    out.printf(
        Locale.ROOT,
        "%s: %s, %d %s%n",
        name,
        instances.imageSize(),
        instances.size(),
        instances.size() == 1 ? "object" : "objects");
    for (Instance instance : instances) {
      String label = instance.label() + " ".repeat(width - instance.label().length());
      out.printf(Locale.ROOT, "  %s  %.2f  %s%n", label, instance.score(), instance.box());
    }
    out.flush();
  }
}
