package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sparsercnn bench load}: from the start of a process to its first detections. */
@Command(
    name = "load",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Whole processes, against the twin: start, load 425 MB of weights (R50-100), predict one "
          + "picture, write its detections. The files are in the system's cache."
    })
final class LoadBenchCommand extends BenchmarkCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROW = "load_r50_100_fp32";

  /** A process that leaves its scores in a file. */
  private record Loading(String name, ChildProcess process, Path result) implements Program {
    @Override
    public Measurement run() throws InterruptedException {
      return process.run();
    }

    List<Double> scores() {
      try {
        List<Double> scores = new ArrayList<>();
        JsonNode root = JSON.readTree(result.toFile());
        root.findValues("score").forEach(score -> scores.add(score.doubleValue()));
        root.path("scores").forEach(score -> scores.add(score.doubleValue()));
        return scores;
      } catch (IOException e) {
        throw new SparseRcnnException(name + " left no detections: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public String what() {
    return "load";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws IOException, InterruptedException {
    bench.say("load: formula weights of r50_100 as .pth, testcard:640x427 as .png, warm cache");
    Path weights = bench.weights(BenchModel.named("r50_100"));
    Path picture = TestCardFile.write("testcard:640x427", bench.folder().resolve("testcard.png"));
    List<Loading> programs = new ArrayList<>();
    programs.add(ours(bench, weights, picture));
    String whyAlone = "";
    try {
      programs.add(twin(bench, weights, picture));
    } catch (PythonMissingException e) {
      whyAlone = "not compared: " + e.getMessage();
    }
    for (Loading program : programs) {
      program.run(); // the files come into the cache
    }
    List<Timing> timings = bench.options().rounds().run(programs);
    return List.of(
        programs.size() == 1
            ? BenchRow.alone(ROW, timings.get(0), whyAlone)
            : row(bench, programs, timings));
  }

  private static Loading ours(Bench bench, Path weights, Path picture) {
    Path result = bench.folder().resolve("ours.json");
    List<String> command =
        CommandLineProgram.command(
            "predict",
            "--weights=" + weights,
            "--device=cpu",
            "--json=" + result,
            picture.toString());
    return loading("sparsercnn predict", bench, command, result);
  }

  private static Loading twin(Bench bench, Path weights, Path picture) throws InterruptedException {
    Path result = bench.folder().resolve("twin.json");
    String spec =
        JsonNodeFactory.instance
            .objectNode()
            .put("threads", bench.options().threads())
            .put("weights", weights.toString())
            .put("picture", picture.toString())
            .put("result", result.toString())
            .toString();
    return loading("PyTorch eager", bench, bench.twin().command("first.py", spec), result);
  }

  private static Loading loading(String name, Bench bench, List<String> command, Path result) {
    Path log = bench.folder().resolve(result.getFileName() + ".log");
    return new Loading(name, new ChildProcess(command, bench.environment(), log), result);
  }

  private static BenchRow row(Bench bench, List<Loading> programs, List<Timing> timings) {
    List<Double> ours = programs.get(0).scores();
    List<Double> theirs = programs.get(1).scores();
    double largest = ours.size() == theirs.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      largest = Math.max(largest, Math.abs(ours.get(i) - theirs.get(i)));
    }
    return BenchRow.compared(
        ROW,
        timings.get(0),
        timings.get(1),
        String.format(Locale.ROOT, "scores differ by %.0e", largest),
        Map.of("threads", (double) bench.options().threads(), "largest_difference", largest));
  }
}
