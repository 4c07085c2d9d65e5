package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.examples.cli.BundledModel;
import io.github.sparsercnn.examples.cli.ModelChoice;
import io.github.sparsercnn.examples.cli.RunOptions;
import io.github.sparsercnn.examples.cli.ScoreThreshold;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The Spark job that finds objects in any number of pictures; for {@code spark-submit}. */
@Command(
    name = "PredictJob",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Find objects in the pictures of a cluster, with any weights.",
    footer = {
      "",
      "Example:",
      "  spark-submit --class io.github.sparsercnn.examples.spark.PredictJob job.jar \\",
      "    --input 's3a://bucket/pictures/*.jpg' --weights model.pth \\",
      "    --confidence-threshold 0.4 --output s3a://bucket/found"
    })
public final class PredictJob implements Callable<Integer> {
  private static final int HELP_WIDTH = 100;
  private static final float KEEP_ALL = -1;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY VALUE",
      hideParamSyntax = true,
      description = "Values of the config, for example INPUT.MIN_SIZE_TEST 480.")
  private List<String> overrides = List.of();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = {
        "Where the pictures are: a folder with all below it, a quoted glob, a file, or a Parquet "
            + "(its name ends with .parquet) with the columns path and content. May be repeated."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write, one file a partition.")
  private String output = "";

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "parquet",
      description = "parquet or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.PARQUET;

  @Option(names = "--overwrite", description = "Replace what is in DIR.")
  private boolean overwrite;

  @Option(
      names = "--coco",
      paramLabel = "FILE",
      description = {
        "Then write a COCO results file, and FILE-images.json with what its ids stand for."
      })
  private @Nullable String coco;

  @Option(
      names = "--annotations",
      paramLabel = "GT",
      description = {
        "For --coco: take the ids of the images from this COCO annotation file on the driver, by "
            + "file name; pictures that it does not list are left out."
      })
  private @Nullable Path annotations;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "A detectron2 or mmdetection checkpoint, or safetensors: a path on the driver, a URI that "
            + "Spark knows, an http(s) URL or a detectron2:// name. Default: MODEL.WEIGHTS of the "
            + "config, else the bundled model."
      })
  private @Nullable String weights;

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "A detectron2 config. Default: what the weights' shapes say.")
  private @Nullable Path configFile;

  @Mixin private final RunOptions runOptions = new RunOptions();

  @Option(
      names = "--confidence-threshold",
      paramLabel = "T",
      converter = ScoreThreshold.class,
      description = "Keep scores strictly greater. Default: keep all.")
  private @Nullable Float threshold;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Pictures that a task decodes and computes together. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = {
        "Tasks and files. Default: as many as suit the pictures; for Parquet, those of its files."
      })
  private @Nullable Integer partitions;

  @Option(
      names = "--threads-per-task",
      paramLabel = "N",
      description = "Threads in which LibTorch computes for a task. Default: spark.task.cpus.")
  private @Nullable Integer threads;

  private PredictJob() {}

  /**
   * Runs the job, and ends the process if that fails: with 1, or with 2 for wrong usage.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    int status = commandLine().execute(args);
    if (status != ExitCode.OK) {
      System.exit(status);
    }
  }

  /** The job as a command, whose output and errors go where the caller says. */
  static CommandLine commandLine() {
    JobErrors errors = new JobErrors();
    return new CommandLine(new PredictJob())
        .setUsageHelpWidth(HELP_WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--batch", batch);
    requirePositive("--partitions", partitions);
    requirePositive("--threads-per-task", threads);
    if (annotations != null && coco == null) {
      throw wrong("--annotations is for the ids of a COCO file: add --coco FILE");
    }
    ModelChoice model = new ModelChoice(configFile, overrides);
    String file = weights != null ? weights : model.weights().orElse(null);
    if (file != null) {
      predict(model, file);
    } else {
      try (BundledModel bundled = BundledModel.open()) {
        predict(model, bundled.file().toString());
      }
    }
    return ExitCode.OK;
  }

  private void predict(ModelChoice model, String file) throws IOException {
    DetectorBuilder builder = runOptions.apply(model.detector().weights(file));
    SentWeights sent = SentWeights.of(file);
    DetectorSpec detector = DetectorSpec.of(builder.options(), sent);
    SparkSession session = sent.startSession("sparsercnn predict");
    try {
      predict(session, detector);
    } finally {
      session.stop();
    }
  }

  private void predict(SparkSession session, DetectorSpec detector) throws IOException {
    SparkContext context = session.sparkContext();
    DetectionOutput found = new DetectionOutput(output, format, overwrite);
    found.requireFree(session);
    PictureSource source = PictureSource.find(session, inputs, partitions);
    PredictPartition task =
        new PredictPartition(
            detector,
            batch,
            threshold == null ? KEEP_ALL : threshold,
            threads == null ? context.conf().getInt("spark.task.cpus", 1) : threads,
            context.isLocal() ? 0 : 1);
    Dataset<Row> rows = source.pictures().mapPartitions(task, Encoders.row(DetectionRows.SCHEMA));
    Progress progress = new Progress(source.count(), spec.commandLine().getErr());
    context.addSparkListener(progress);
    found.write(rows);
    context.removeSparkListener(progress);
    Tally tally = found.tally(session);
    tally.require(source.count());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s: %s%n", output, tally);
    if (coco != null) {
      export(found.read(session), new CocoFiles(coco), out);
    }
    out.flush();
  }

  private void export(Dataset<Row> rows, CocoFiles files, PrintWriter out) throws IOException {
    ImageIds ids = annotations == null ? ImageIds.OF_ROWS : AnnotatedImages.read(annotations);
    long left = files.write(rows, ids, rows.sparkSession().sparkContext().hadoopConfiguration());
    out.printf(
        Locale.ROOT,
        "%s, %s%s%n",
        files.results(),
        files.images(),
        left == 0 ? "" : String.format(Locale.ROOT, ": %,d pictures left out", left));
  }

  private void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw wrong(option + " must be at least 1, got " + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
