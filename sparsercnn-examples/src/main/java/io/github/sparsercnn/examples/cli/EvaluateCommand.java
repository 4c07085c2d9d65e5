package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import io.github.sparsercnn.core.evaluation.analysis.ResamplingSettings;
import io.github.sparsercnn.core.training.ExpectedResults;
import io.github.sparsercnn.core.training.validation.CocoFigures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn evaluate}: measures results against annotations. */
@Command(
    name = "evaluate",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Measure results against annotations; the figures of pycocotools, bit for bit.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn evaluate --annotations instances_val2017.json \\",
      "    --results coco_instances_results.json --json figures.json",
      "  sparsercnn evaluate --annotations test.json --results new.json --compare old.json \\",
      "    --report report/ --images pictures/"
    })
final class EvaluateCommand implements Callable<Integer> {
  /** What required options hold until picocli sets them. */
  private static final Path NOT_SET = Path.of("");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY VALUE",
      hideParamSyntax = true,
      description = {
        "Values of the config, as of other verbs. TEST.EXPECTED_RESULTS is checked, the others "
            + "have no effect on finished results."
      })
  private List<String> overrides = List.of();

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "GT",
      description = "What is in the images: a COCO annotation file.")
  private Path annotations = NOT_SET;

  @Option(
      names = "--results",
      required = true,
      paramLabel = "DETS",
      description = "What was detected: a COCO results file.")
  private Path results = NOT_SET;

  @Option(
      names = "--max-dets",
      paramLabel = "A,B,C",
      split = ",",
      hideParamSyntax = true,
      description = "Three limits of detections per image and category. Default: 1,10,100.")
  private @Nullable List<Integer> maxDets;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write figures and analysis as JSON; - is stdout.")
  private @Nullable String json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write DIR/" + EvaluationReport.FILE + ", one file to open in a browser, with analysis.")
  private @Nullable Path report;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "The pictures for --report, which copies some. Default: the folder of GT, or beside it "
            + "images or, for instances_NAME.json, ../NAME."
      })
  private @Nullable Path images;

  @Option(
      names = "--compare",
      paramLabel = "DETS2",
      description = "Say whether DETS is better than these results, or luckier.")
  private @Nullable Path compare;

  @Option(
      names = "--analysis",
      negatable = true,
      fallbackValue = "true",
      description = {
        "Say where the errors are, which threshold is best and how sure the AP is; takes "
            + "a few seconds on large sets. Default: only with --json or --report."
      })
  private @Nullable Boolean analysis;

  @Option(
      names = "--pycocotools",
      description = "Do as pycocotools also where it goes wrong silently, see docs/evaluation.md.")
  private boolean pycocotools;

  @Override
  public Integer call() throws IOException {
    refuseWhatDoesNotFit();
    Optional<ExpectedResults> expected = expected();
    Optional<EvaluationReport> page =
        Optional.ofNullable(report).map(folder -> EvaluationReport.in(folder, annotations, images));
    Evaluation evaluation = evaluate(settings());
    PrintWriter out = spec.commandLine().getOut();
    Optional<Path> written = page.map(planned -> planned.write(evaluation));
    if (json == null || !JsonTree.write(EvaluationJson.of(evaluation), json, out)) {
      new EvaluationListing(out).print(evaluation);
      written.ifPresent(file -> out.printf("%nreport written to %s%n", file));
    }
    out.flush();
    expected.ifPresent(
        results -> results.check(CocoFigures.figures(evaluation.matching().report())));
    return ExitCode.OK;
  }

  /** Reading a config takes longer than evaluating a small set. */
  private Optional<ExpectedResults> expected() {
    return overrides.isEmpty() ? Optional.empty() : Optional.of(ExpectedResults.of(config()));
  }

  /** The defaults and what was said on the command line. */
  Config config() {
    return Config.detectron2Defaults().with(overrides);
  }

  private void refuseWhatDoesNotFit() {
    if (images != null && report == null) {
      throw new ParameterException(
          spec.commandLine(), "--images is for the pictures of a report: add --report DIR");
    }
    if (report != null && Boolean.FALSE.equals(analysis)) {
      throw new ParameterException(
          spec.commandLine(), "--report shows the analysis: leave out --no-analysis");
    }
    if (overrides.size() % 2 != 0) {
      throw new ParameterException(
          spec.commandLine(), "expected pairs of KEY VALUE, found " + String.join(" ", overrides));
    }
  }

  private CocoSettings settings() {
    CocoSettings.Builder settings = CocoSettings.builder().pycocotools(pycocotools);
    if (maxDets != null) {
      settings.maxDets(maxDets);
    }
    try {
      return settings.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--max-dets: " + e.getMessage(), e);
    }
  }

  private Evaluation evaluate(CocoSettings settings) {
    CocoMatching matching = CocoMatching.read(annotations, results, settings);
    ResamplingSettings resampling = ResamplingSettings.defaults();
    boolean analyses = analysis == null ? json != null || report != null : analysis;
    Optional<Evaluation.Rival> rival = Optional.empty();
    if (compare != null) {
      CocoMatching other =
          CocoMatching.of(matching.groundTruth(), CocoResults.read(compare), settings);
      Comparison comparison = Comparison.of(matching, other, resampling);
      rival = Optional.of(new Evaluation.Rival(other, comparison));
    }
    return new Evaluation(
        matching,
        analyses ? Optional.of(CocoAnalysis.of(matching, resampling)) : Optional.empty(),
        rival);
  }
}
