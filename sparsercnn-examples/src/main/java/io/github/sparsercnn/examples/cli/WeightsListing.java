package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.CheckpointFormat;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.inference.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what can be said about a weights file for people to read. */
final class WeightsListing {
  private static final int LISTED = 25;

  private final PrintWriter out;

  WeightsListing(PrintWriter out) {
    this.out = out;
  }

  void print(WeightsReport report) {
    Checkpoint checkpoint = report.checkpoint();
    out.println(checkpoint.file());
    fact("format", describe(checkpoint.format()));
    fact("layout", checkpoint.layout());
    fact("tensors", count(report.dtypes(), checkpoint.tensors().size()));
    fact("parameters", String.format(Locale.ROOT, "%,d", report.parameterCount()));
    List<String> labels = checkpoint.labels();
    fact("labels", labels.isEmpty() ? "none" : String.join(", ", labels));
    checkpoint
        .trainingState()
        .ifPresent(state -> fact("training", "stopped after iteration " + state.iteration()));
    fact("config", checkpoint.config().isPresent() ? "in the file" : "not in the file");
    fact("loads", report.loads() ? "yes" : "no");
    if (report.model() != null) {
      printModel(report.model());
    }
    section("Tensors of the proposals", report.proposals());
    if (report.load() != null) {
      printFit(report.load());
    }
    section("Not used by any network", checkpoint.dropped());
    section("Suspicious values", report.warnings());
    if (report.problem() != null) {
      section("Problem", List.of(report.problem()));
    }
  }

  private void printModel(Model model) {
    Map<String, String> origins = model.description().origins();
    section(
        "Architecture",
        model.info().architecture().entrySet().stream()
            .map(
                entry ->
                    String.format(Locale.ROOT, "%-34s %s", entry.getKey(), entry.getValue())
                        + (origins.containsKey(entry.getKey())
                            ? "  (" + origins.get(entry.getKey()) + ")"
                            : ""))
            .toList());
    section("Assumed, because nothing says it", model.info().assumed());
    section(
        "Config against weights",
        model.description().contradictions().stream().map(String::valueOf).toList());
  }

  private void printFit(LoadReport load) {
    section("Tensors of the proposals that begin fresh", load.fresh());
    section("Tensors that the proposals do not use", load.unused());
    section("Missing tensors", load.missing());
    section("Unexpected tensors", load.unexpected());
    section("Tensors of another shape", load.misshaped().stream().map(String::valueOf).toList());
  }

  private void fact(String name, Object value) {
    out.printf(Locale.ROOT, "  %-10s %s%n", name, value);
  }

  /** Long lists of tensors are cut; {@code --json} has them all. */
  private void section(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    out.printf(Locale.ROOT, "%n%s%n", title);
    int shown = Math.min(LISTED, lines.size());
    lines.subList(0, shown).forEach(line -> out.println("  " + line));
    if (shown < lines.size()) {
      out.println("  … and " + (lines.size() - shown) + " more");
    }
  }

  private static String count(Map<String, Integer> dtypes, int tensors) {
    return tensors
        + dtypes.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String describe(CheckpointFormat format) {
    return switch (format) {
      case PTH_ZIP -> "PyTorch, a zip (since 1.6)";
      case PTH_LEGACY -> "PyTorch before 1.6";
      case PKL -> "a pickle of numpy arrays";
      case SAFETENSORS -> "safetensors";
    };
  }
}
