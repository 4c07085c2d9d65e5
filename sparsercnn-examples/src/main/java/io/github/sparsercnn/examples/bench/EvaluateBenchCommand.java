package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.examples.bench.problem.EvaluationProblem;
import io.github.sparsercnn.examples.bench.problem.ProblemSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sparsercnn bench evaluate}: the evaluation against pycocotools and faster-coco-eval. */
@Command(
    name = "evaluate",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Evaluate a made-up problem of the size of COCO's val2017 with this project, pycocotools and "
          + "faster-coco-eval: whole processes, from their start over the reading of the files to "
          + "the twelve figures, which are compared."
    })
final class EvaluateBenchCommand extends BenchmarkCommand {
  private static final List<PythonEvaluator> TWINS =
      List.of(
          new PythonEvaluator("pycocotools", "2.0.11", true),
          new PythonEvaluator("faster-coco-eval", "1.8.0", false));

  /** The last numpy for Python 3.10, and one for later Pythons. */
  private static final List<String> NUMPY =
      List.of("numpy==2.2.6; python_version < '3.11'", "numpy==2.4.6; python_version >= '3.11'");

  private static final String LARGEST_DIFFERENCE = "largest_difference";
  private static final double BYTES_PER_MB = 1e6;

  @Option(names = "--images", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int images = ProblemSize.VAL2017.images();

  @Option(
      names = "--boxes",
      paramLabel = "N",
      description = "Annotated objects. Default: ${DEFAULT-VALUE}.")
  private int boxes = ProblemSize.VAL2017.boxes();

  @Option(names = "--categories", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int categories = ProblemSize.VAL2017.categories();

  @Option(names = "--detections", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int detections = ProblemSize.VAL2017.detections();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same files. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  private int mostRounds = Integer.MAX_VALUE;

  /** For the run of all: pycocotools takes most of a minute. */
  static EvaluateBenchCommand ofAll() {
    EvaluateBenchCommand command = new EvaluateBenchCommand();
    command.mostRounds = 2;
    return command;
  }

  /**
   * A Python package to compare with.
   *
   * @param name as PyPI has it
   * @param version the one that is measured
   * @param exact whether all figures must be equal in every bit
   */
  private record PythonEvaluator(String name, String version, boolean exact) {
    String module() {
      return name.replace('-', '_');
    }

    String row() {
      return "evaluate_vs_" + module();
    }

    String title() {
      return name + " " + version;
    }

    String requirement() {
      return name + "==" + version;
    }
  }

  @Override
  public String what() {
    return "evaluate";
  }

  @Override
  public List<BenchRow> rows(Bench bench) throws IOException, InterruptedException {
    ProblemSize size = new ProblemSize(images, boxes, categories, detections);
    EvaluationProblem problem = EvaluationProblem.write(size, seed, bench.folder());
    describe(bench, problem);
    return judged(compare(bench, problem));
  }

  private void describe(Bench bench, EvaluationProblem problem) throws IOException {
    ProblemSize size = problem.size();
    bench.say(
        String.format(
            Locale.ROOT,
            "evaluate: %,d images, %,d boxes, %,d categories, %,d detections, seed %d; %.0f MB of"
                + " JSON",
            size.images(),
            size.boxes(),
            size.categories(),
            size.detections(),
            seed,
            problem.bytes() / BYTES_PER_MB));
  }

  private List<BenchRow> compare(Bench bench, EvaluationProblem problem)
      throws IOException, InterruptedException {
    Path folder = bench.folder();
    List<EvaluatingProgram> programs = new ArrayList<>();
    programs.add(EvaluatingProgram.ours(problem, folder));
    String whyAlone = "";
    try {
      Path python =
          bench
              .options()
              .python("evaluate", requirements(), "a few hundred MB on disk")
              .interpreter();
      for (PythonEvaluator twin : TWINS) {
        programs.add(
            EvaluatingProgram.python(twin.title(), twin.module(), python, problem, folder));
      }
    } catch (PythonMissingException e) {
      whyAlone = "not compared: " + e.getMessage();
    }
    List<Timing> timings = bench.options().rounds(mostRounds).run(programs);
    List<BenchRow> rows = new ArrayList<>();
    for (int i = 0; i < TWINS.size(); i++) {
      String row = TWINS.get(i).row();
      rows.add(
          programs.size() == 1
              ? BenchRow.alone(row, timings.get(0), whyAlone)
              : row(row, timings.get(0), timings.get(i + 1), programs.get(0), programs.get(i + 1)));
    }
    return rows;
  }

  private static List<String> requirements() {
    List<String> requirements = new ArrayList<>(NUMPY);
    TWINS.forEach(twin -> requirements.add(twin.requirement()));
    return requirements;
  }

  private static BenchRow row(
      String name, Timing ours, Timing theirs, EvaluatingProgram we, EvaluatingProgram they) {
    double difference = they.largestDifference(we);
    return BenchRow.compared(
        name,
        ours,
        theirs,
        difference == 0
            ? "all figures equal"
            : String.format(Locale.ROOT, "figures differ by %.1e or less", difference),
        Map.of(LARGEST_DIFFERENCE, difference));
  }

  /** The rows, those that must not come out as they did marked. */
  private static List<BenchRow> judged(List<BenchRow> rows) {
    List<BenchRow> judged = new ArrayList<>();
    for (int i = 0; i < TWINS.size(); i++) {
      BenchRow row = rows.get(i);
      Double difference = row.facts().get(LARGEST_DIFFERENCE);
      boolean wrong = TWINS.get(i).exact() && difference != null && difference != 0;
      judged.add(
          wrong
              ? row.wrong(
                  "the figures differ from those of "
                      + TWINS.get(i).title()
                      + " by up to "
                      + difference
                      + ", expected none; keep the files with --work and report it")
              : row);
    }
    return judged;
  }
}
