package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.bench.problem.EvaluationProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * A program that evaluates a problem as a process of its own, from its start over the reading of
 * the files to the twelve figures.
 */
final class EvaluatingProgram implements Program {
  private static final String SCRIPT = "evaluate.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final ChildProcess process;
  private final Path figuresFile;
  private double[] figures = new double[0];

  private EvaluatingProgram(String name, List<String> command, Path folder, String label) {
    this.name = name;
    process = new ChildProcess(command, folder.resolve(label + ".log"));
    figuresFile = figuresFile(folder, label);
  }

  private static Path figuresFile(Path folder, String label) {
    return folder.resolve(label + ".json");
  }

  /** {@code sparsercnn evaluate}. */
  static EvaluatingProgram ours(EvaluationProblem problem, Path folder) {
    String label = "sparsercnn";
    List<String> command =
        CommandLineProgram.command(
            "evaluate",
            "--annotations=" + problem.annotations(),
            "--results=" + problem.results(),
            "--json=" + figuresFile(folder, label),
            "--no-analysis");
    return new EvaluatingProgram("sparsercnn evaluate", command, folder, label);
  }

  /**
   * A Python package.
   *
   * @param name what the table calls it
   * @param module the name of its Python module
   * @param python the interpreter that has it
   */
  static EvaluatingProgram python(
      String name, String module, Path python, EvaluationProblem problem, Path folder)
      throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream resource =
        Objects.requireNonNull(EvaluatingProgram.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        List.of(
            python.toString(),
            script.toString(),
            module,
            problem.annotations().toString(),
            problem.results().toString(),
            figuresFile(folder, module).toString());
    return new EvaluatingProgram(name, command, folder, module);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Measurement run() throws InterruptedException {
    Measurement measurement = process.run();
    double[] now = readFigures();
    if (figures.length > 0 && !Arrays.equals(figures, now)) {
      throw new SparseRcnnException(
          name + " gave other figures for the same files than in an earlier round");
    }
    figures = now;
    return measurement;
  }

  private double[] readFigures() {
    try {
      JsonNode stats = JSON.readTree(figuresFile.toFile()).path("stats");
      return StreamSupport.stream(stats.spliterator(), false)
          .mapToDouble(JsonNode::doubleValue)
          .toArray();
    } catch (IOException e) {
      throw new SparseRcnnException(name + " left no figures: " + e.getMessage(), e);
    }
  }

  /**
   * By how much the figures differ at most.
   *
   * @param other has run, too
   * @return 0 if all are equal, bit for bit
   */
  double largestDifference(EvaluatingProgram other) {
    double largest = 0;
    for (int i = 0; i < figures.length; i++) {
      largest = Math.max(largest, Math.abs(figures[i] - other.figures[i]));
    }
    return largest;
  }
}
