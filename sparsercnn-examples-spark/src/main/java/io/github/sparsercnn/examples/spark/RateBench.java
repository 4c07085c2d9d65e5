package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.torch.ComputeThreads;
import io.github.sparsercnn.examples.cli.BundledModel;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures the job against the plain detector, with the same pictures on as many cores; for {@code
 * spark-submit} on one machine. Both are warm, so that the time to start counts for neither; the
 * job's time has its scheduling and its writing in it.
 */
@Command(
    name = "RateBench",
    mixinStandardHelpOptions = true,
    description = "Measure the job against the plain detector on this machine.")
public final class RateBench implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final float THRESHOLD = 0.5f;

  @Spec private CommandSpec spec;

  @Option(names = "--pictures", defaultValue = "96", description = "Default: ${DEFAULT-VALUE}.")
  private int pictures;

  @Option(names = "--width", defaultValue = "320", description = "Default: ${DEFAULT-VALUE}.")
  private int width;

  @Option(names = "--height", defaultValue = "240", description = "Default: ${DEFAULT-VALUE}.")
  private int height;

  @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--batch", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--threads-per-task",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private int threads;

  private RateBench() {}

  /**
   * Runs the measurement.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    JobErrors errors = new JobErrors();
    int status =
        new CommandLine(new RateBench())
            .setExecutionExceptionHandler(errors)
            .setParameterExceptionHandler(errors)
            .execute(args);
    if (status != ExitCode.OK) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("sparsercnn-rate-");
    try (BundledModel model = BundledModel.open();
        Detector detector = Detector.load(model.file())) {
      List<Path> files = draw(folder);
      SentWeights weights = SentWeights.of(model.file().toString());
      SparkSession session = weights.startSession("sparsercnn rate");
      int cores = session.sparkContext().defaultParallelism() * threads;
      Runnable plain = () -> plain(detector, files, cores);
      PredictPartition task = task(weights);
      Runnable job = () -> job(session, task, folder);
      report(cores, plain, job);
      session.stop();
      return ExitCode.OK;
    } finally {
      delete(folder);
    }
  }

  /** In turns, so that what else the machine does meets both. */
  private void report(int cores, Runnable plain, Runnable job) {
    PrintWriter out = spec.commandLine().getOut();
    plain.run();
    job.run();
    double bestPlain = 0;
    double bestJob = 0;
    for (int round = 1; round <= rounds; round++) {
      double plainRate = rate(plain) / cores;
      double jobRate = rate(job) / cores;
      bestPlain = Math.max(bestPlain, plainRate);
      bestJob = Math.max(bestJob, jobRate);
      out.printf(
          Locale.ROOT,
          "round %d: plain %.2f, Spark %.2f pictures per second and core%n",
          round,
          plainRate,
          jobRate);
      out.flush();
    }
    out.printf(
        Locale.ROOT,
        "best on %d cores: plain %.2f, Spark %.2f pictures per second and core, ratio %.2f%n",
        cores,
        bestPlain,
        bestJob,
        bestJob / bestPlain);
    out.flush();
  }

  private double rate(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return pictures / ((System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private List<Path> draw(Path folder) throws IOException {
    SmearGenerator generator = new SmearGenerator(new ImageSize(width, height));
    Path images = Files.createDirectories(folder.resolve("pictures"));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      Path file = images.resolve(i + ".jpg");
      ImageIO.write(generator.generate(i).picture(), "jpg", file.toFile());
      files.add(file);
    }
    return files;
  }

  private static void plain(Detector detector, List<Path> files, int cores) {
    ComputeThreads.use(cores);
    detector.predict(files.stream().map(Image::of).toList());
  }

  private PredictPartition task(SentWeights weights) {
    DetectorSpec detector =
        DetectorSpec.of(Detector.builder().weights(weights.location()).options(), weights);
    return new PredictPartition(detector, batch, THRESHOLD, threads, 0);
  }

  private static void job(SparkSession session, PredictPartition task, Path folder) {
    PictureSource source =
        PictureSource.find(session, List.of(folder.resolve("pictures").toString()), null);
    DetectionOutput output =
        new DetectionOutput(folder.resolve("found").toString(), OutputFormat.PARQUET, true);
    output.write(source.pictures().mapPartitions(task, Encoders.row(DetectionRows.SCHEMA)));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
