package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GpuRuntime;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import io.github.sparsercnn.examples.bench.work.Job;
import io.github.sparsercnn.examples.bench.work.JobSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparsercnn bench gpu}: prediction and training on a GPU, a line of JSON for each. */
@Command(
    name = "gpu",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Prediction and training on a GPU: one line of JSON per measurement, with the fields of the "
          + "Python twin's jobs_gpu.py, so that both can be laid side by side.",
      "A prediction begins with the bytes of resized pictures (1199x800) and ends with detections; "
          + "a step of training begins with the same bytes and ends with updated weights."
    })
final class GpuBenchCommand implements Callable<Integer> {
  private static final String PICTURE = "1199x800";
  private static final double MEBIBYTE = 1 << 20;
  private static final double MILLIS_PER_SECOND = 1000;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--device", paramLabel = "DEVICE", description = "Default: ${DEFAULT-VALUE}.")
  private String device = "cuda";

  @Option(
      names = "--jobs",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "JOB",
      description = "predict, train. Default: both.")
  private List<String> jobs = List.of("predict", "train");

  @Option(
      names = "--models",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "MODEL",
      description = "Of predictions. Default: r50_100,r50_300.")
  private List<String> models = List.of("r50_100", "r50_300");

  @Option(
      names = "--precisions",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "PRECISION",
      description = "Of predictions. Default: FP32,BF16,FP16.")
  private List<Precision> precisions = List.of(Precision.FP32, Precision.BF16, Precision.FP16);

  @Option(
      names = "--batches",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "B",
      description = "Of predictions. Default: 1,8.")
  private List<Integer> batches = List.of(1, 8);

  @Option(
      names = "--train-sizes",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "WxH",
      description = "Of pictures in training, two a step. Default: 1199x800,640x480.")
  private List<String> trainSizes = List.of(PICTURE, "640x480");

  @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 20;

  @Option(names = "--warm-up", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int warmUp = 5;

  @Override
  public Integer call() throws IOException {
    ComputeDevice.of(device);
    if (jobs.contains("predict")) {
      for (String model : models) {
        predict(model);
      }
    }
    if (jobs.contains("train")) {
      for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
        for (String size : trainSizes) {
          train(precision, size);
        }
      }
    }
    return ExitCode.OK;
  }

  private void predict(String model) throws IOException {
    try (WorkFolder folder = WorkFolder.open(null)) {
      Path weights = BenchModel.named(model).write(folder.path());
      for (Precision precision : precisions) {
        for (int batch : batches) {
          predict(model, weights, precision, batch);
        }
      }
    }
  }

  private void predict(String model, Path weights, Precision precision, int batch) {
    ObjectNode spec =
        spec("predict", model, precision, batch)
            .put("picture", "testcard:" + PICTURE)
            .put("weights", weights.toString());
    measure(spec, PICTURE);
  }

  private void train(Precision precision, String size) {
    String[] sides = size.split("x", 2);
    measure(
        spec("train", "r50_100", precision, 2)
            .put("width", Integer.parseInt(sides[0]))
            .put("height", Integer.parseInt(sides[1])),
        size);
  }

  private ObjectNode spec(String job, String model, Precision precision, int batch) {
    return new ObjectMapper()
        .createObjectNode()
        .put("job", job)
        .put("model", model)
        .put("precision", PredictBenchCommand.name(precision))
        .put("device", device)
        .put("batch", batch);
  }

  private void measure(ObjectNode spec, String size) {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("job", spec.get("job").asText());
    line.put("model", spec.get("model").asText());
    line.put("variant", "java_" + spec.get("precision").asText());
    line.put("batch", spec.get("batch").asInt());
    line.put("size", size);
    try {
      fill(line, new JobSpec(spec));
    } catch (SparseRcnnException e) {
      line.put("failed", e.getMessage());
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void fill(ObjectNode line, JobSpec spec) {
    GpuRuntime gpus = GpuRuntime.find().orElseThrow();
    int gpu = ComputeDevice.of(device).index();
    gpus.emptyCache();
    gpus.resetPeak(gpu);
    try (Job job = Job.of(spec)) {
      long start = System.nanoTime();
      job.run();
      gpus.synchronize(gpu);
      double first = Measurement.millisSince(start) / MILLIS_PER_SECOND;
      for (int i = 1; i < warmUp; i++) {
        job.run();
      }
      List<Measurement> measurements = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        gpus.synchronize(gpu);
        start = System.nanoTime();
        job.run();
        gpus.synchronize(gpu);
        measurements.add(Measurement.since(start));
      }
      Timing timing = new Timing("sparsercnn", measurements);
      line.put("min_ms", rounded(timing.minimum()));
      line.put("median_ms", rounded(timing.median()));
      line.put("rounds", rounds);
      line.put("first_s", rounded(first));
      GpuRuntime.Memory memory = gpus.memory(gpu);
      line.put("peak_allocated_mib", Math.round(memory.peak() / MEBIBYTE));
      line.put("peak_reserved_mib", Math.round(memory.peakReserved() / MEBIBYTE));
      var figures = line.putArray("figures");
      Arrays.stream(job.figures()).limit(3).map(GpuBenchCommand::rounded).forEach(figures::add);
    }
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.5g", value));
  }
}
