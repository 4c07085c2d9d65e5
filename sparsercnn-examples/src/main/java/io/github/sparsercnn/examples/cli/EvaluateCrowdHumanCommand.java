package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.crowdhuman.CrowdHumanDetections;
import io.github.sparsercnn.core.evaluation.crowdhuman.CrowdHumanEvaluator;
import io.github.sparsercnn.core.evaluation.crowdhuman.CrowdHumanGroundTruth;
import io.github.sparsercnn.core.evaluation.crowdhuman.CrowdHumanReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsercnn evaluate-crowdhuman}: measures results as {@code crowdhuman_eval.py} does. */
@Command(
    name = "evaluate-crowdhuman",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Measure found people against CrowdHuman's annotations: AP, mMR and recall of full bodies at "
          + "IoU 0.5, as the official crowdhuman_eval.py."
    },
    footer = {
      "",
      "Example:",
      "  sparsercnn evaluate-crowdhuman --annotations annotation_val.odgt --results found.odgt"
    })
final class EvaluateCrowdHumanCommand implements Callable<Integer> {
  /** What required options hold until picocli sets them. */
  private static final Path NOT_SET = Path.of("");

  private static final int PERCENT = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "GT",
      description = "Who is in the pictures: an .odgt file, or a COCO annotation file.")
  private Path annotations = NOT_SET;

  @Option(
      names = "--results",
      required = true,
      paramLabel = "DETS",
      description = {
        "Who was found: an .odgt file with dtboxes, or, for COCO annotations, a COCO results file."
      })
  private Path results = NOT_SET;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON, 0 to 1; - is stdout.")
  private @Nullable String json;

  @Override
  public Integer call() throws IOException {
    CrowdHumanReport report = CrowdHumanEvaluator.evaluate(truth(), found());
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("AP", report.ap())
            .put("mMR", report.mmr())
            .put("recall", report.recall());
    PrintWriter out = spec.commandLine().getOut();
    if (json == null || !JsonTree.write(figures, json, out)) {
      print(out, "AP", report.ap());
      print(out, "mMR", report.mmr());
      print(out, "recall", report.recall());
    }
    out.flush();
    return ExitCode.OK;
  }

  private CrowdHumanGroundTruth truth() {
    return isOdgt(annotations)
        ? CrowdHumanGroundTruth.read(annotations)
        : CrowdHumanGroundTruth.of(CocoGroundTruth.read(annotations));
  }

  private CrowdHumanDetections found() {
    return isOdgt(results)
        ? CrowdHumanDetections.read(results)
        : CrowdHumanDetections.of(CocoResults.read(results));
  }

  private static boolean isOdgt(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".odgt");
  }

  /** A dash is what could not be measured. */
  private static void print(PrintWriter out, String name, double value) {
    String shown = value < 0 ? "-" : String.format(Locale.ROOT, "%.2f", value * PERCENT);
    out.printf(Locale.ROOT, "  %-6s  %7s%n", name, shown);
  }
}
