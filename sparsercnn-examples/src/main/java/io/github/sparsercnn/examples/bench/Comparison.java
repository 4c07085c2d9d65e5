package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.SparseRcnnException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One job of ours against the same in one or more counterparts, each in a worker of its own, by
 * turns.
 */
final class Comparison {
  private final Bench bench;
  private final String name;
  private final ObjectNode spec;
  private final Map<String, ObjectNode> twins = new LinkedHashMap<>();

  /**
   * A comparison without counterparts yet.
   *
   * @param name of the row
   * @param job its name
   * @param settings fills the spec
   */
  Comparison(Bench bench, String name, String job, Consumer<ObjectNode> settings) {
    this.bench = bench;
    this.name = name;
    spec = spec(bench, job);
    settings.accept(spec);
  }

  /** What every worker has to know; what a job has to know comes on top. */
  static ObjectNode spec(Bench bench, String job) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("job", job)
        .put("threads", bench.options().threads())
        .put("without", "")
        .put("warm_up_runs", 2)
        .put("warm_up_millis", 0)
        .put("repeats", 1)
        .put("folder", bench.folder().toString());
  }

  /**
   * Adds a counterpart, which makes a row.
   *
   * @param suffix of the row's name, empty for the main one
   * @param settings on top of ours
   */
  Comparison against(String suffix, Consumer<ObjectNode> settings) {
    ObjectNode twin = spec.deepCopy();
    settings.accept(twin);
    twins.put(suffix, twin);
    return this;
  }

  /**
   * Runs it.
   *
   * @return a row per counterpart, or one if there are none; none if this version cannot do our
   *     side
   */
  List<BenchRow> rows() throws InterruptedException {
    if (!twins.isEmpty()) {
      bench.prepareTwin();
    }
    List<WorkerProgram> workers = new ArrayList<>();
    try {
      ObjectNode ours = spec.deepCopy().put("without", bench.options().without());
      workers.add(bench.ours(ours));
      return rows(workers);
    } catch (ConfigException e) {
      bench.say(name + ": left out: " + e.getMessage());
      return List.of();
    } catch (SparseRcnnException e) {
      return List.of(BenchRow.failed(rowName(""), String.valueOf(e.getMessage())));
    } finally {
      workers.forEach(WorkerProgram::close);
    }
  }

  private List<BenchRow> rows(List<WorkerProgram> workers) throws InterruptedException {
    List<String> suffixes = new ArrayList<>();
    Map<String, String> absent = new LinkedHashMap<>();
    for (Map.Entry<String, ObjectNode> twin : twins.entrySet()) {
      try {
        workers.add(bench.twin(twin.getValue()));
        suffixes.add(twin.getKey());
      } catch (SparseRcnnException e) {
        absent.put(twin.getKey(), "not compared: " + e.getMessage());
      }
    }
    List<Timing> timings = bench.options().rounds().run(workers);
    List<BenchRow> rows = new ArrayList<>();
    for (int i = 0; i < suffixes.size(); i++) {
      rows.add(
          row(
              rowName(suffixes.get(i)),
              new Side(workers.get(0), timings.get(0)),
              new Side(workers.get(i + 1), timings.get(i + 1)),
              ""));
    }
    absent.forEach((suffix, why) -> rows.add(BenchRow.alone(rowName(suffix), timings.get(0), why)));
    if (rows.isEmpty()) {
      rows.add(BenchRow.alone(rowName(""), timings.get(0), ""));
    }
    return rows;
  }

  /** A program and what it took. */
  record Side(WorkerProgram program, Timing timing) {}

  /** The row of two programs whose results are compared; it has the facts of ours. */
  static BenchRow row(String name, Side ours, Side twin, String remark) {
    double difference = largestDifference(ours.program.figures(), twin.program.figures());
    Map<String, Double> facts = new TreeMap<>(ours.program.facts());
    facts.put("largest_difference", difference);
    return BenchRow.compared(name, ours.timing, twin.timing, remark + note(difference), facts);
  }

  private String rowName(String suffix) {
    String without = bench.options().without();
    return name + (without.isEmpty() ? "" : "_without_" + without.replace(',', '_')) + suffix;
  }

  /** In parts of the largest figure; infinite if there are not as many. */
  private static double largestDifference(double[] ours, double[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Arrays.stream(theirs).map(Math::abs).max().orElse(0);
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    }
    return largest == 0 ? 0 : largest / scale;
  }

  private static String note(double difference) {
    return difference == 0
        ? "results equal"
        : String.format(Locale.ROOT, "results differ by %.0e", difference);
  }
}
