package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.evaluation.CocoEvaluator;
import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsercnn bench accuracy}: what each number format costs in AP. */
@Command(
    name = "accuracy",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "The COCO figures of a model in each number format, on pictures that are given. For int8 the "
          + "weights must have been calibrated: sparsercnn convert --int8."
    },
    footer = {
      "",
      "Example:",
      "  sparsercnn bench accuracy --weights cells-int8.safetensors --annotations test.json \\",
      "    --images pictures/"
    })
final class AccuracyBenchCommand implements Callable<Integer> {
  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;

  @Option(names = "--weights", paramLabel = "FILE", required = true, description = "The model.")
  private Path weights = Path.of("");

  @Option(
      names = "--annotations",
      paramLabel = "JSON",
      required = true,
      description = "COCO annotations.")
  private Path annotations = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Where their pictures are.")
  private Path images = Path.of("");

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      hideParamSyntax = true,
      description = "Number formats, separated by commas. Default: all that a CPU is good at.")
  private List<Precision> precisions = PredictBenchCommand.onCpu();

  @Override
  public Integer call() throws IOException {
    CocoGroundTruth truth = CocoGroundTruth.read(annotations);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s, %d pictures%n", Machine.describe(), truth.imageCount());
    out.println("  precision      AP    AP50    AP75    ms/picture");
    for (Precision precision : precisions) {
      try (Detector detector =
          Detector.builder().weights(weights).device("cpu").precision(precision).build()) {
        CocoResults.Builder results = CocoResults.builder(precision.name());
        long start = System.nanoTime();
        for (int i = 0; i < truth.imageCount(); i++) {
          predict(detector, truth, i, results);
        }
        double millis = Measurement.millisSince(start) / Math.max(1, truth.imageCount());
        CocoReport report = CocoEvaluator.evaluate(truth, results.build(), CocoSettings.defaults());
        out.printf(
            Locale.ROOT,
            "  %-9s  %6.2f  %6.2f  %6.2f  %12.1f%n",
            PredictBenchCommand.name(precision),
            PERCENT * report.figure(CocoFigure.AP),
            PERCENT * report.figure(CocoFigure.AP50),
            PERCENT * report.figure(CocoFigure.AP75),
            millis);
        out.flush();
      }
    }
    return ExitCode.OK;
  }

  /** The classes of the model are the data set's categories by rising id. */
  private void predict(
      Detector detector, CocoGroundTruth truth, int image, CocoResults.Builder results)
      throws IOException {
    for (Instance found : detector.predict(Image.of(images.resolve(truth.fileName(image))))) {
      results.add(
          truth.imageId(image),
          truth.categoryId(found.classId()),
          found.box().x1(),
          found.box().y1(),
          found.box().width(),
          found.box().height(),
          found.score());
    }
  }
}
