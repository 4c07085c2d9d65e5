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
import java.util.Optional;
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
    spec = JsonNodeFactory.instance.objectNode();
    spec.put("job", job)
        .put("threads", bench.options().threads())
        .put("without", "")
        .put("warm_up_runs", 2)
        .put("warm_up_millis", 0)
        .put("repeats", 1)
        .put("folder", bench.folder().toString());
    settings.accept(spec);
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
   * @return a row per counterpart; none if this version cannot do our side
   */
  List<BenchRow> rows() throws InterruptedException {
    bench.prepareTwin();
    List<WorkerProgram> workers = new ArrayList<>();
    try {
      ObjectNode ours = spec.deepCopy().put("without", bench.options().without());
      workers.add(bench.ours(ours));
      return rows(workers);
    } catch (ConfigException e) {
      bench.say(name + ": left out: " + e.getMessage());
      return List.of();
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
      WorkerProgram twin = workers.get(i + 1);
      double difference = largestDifference(workers.get(0).figures(), twin.figures());
      rows.add(
          new BenchRow(
              rowName(suffixes.get(i)),
              timings.get(0),
              Optional.of(timings.get(i + 1)),
              note(difference),
              Map.of(
                  "threads",
                  (double) bench.options().threads(),
                  "largest_difference",
                  difference)));
    }
    absent.forEach((suffix, why) -> rows.add(BenchRow.alone(rowName(suffix), timings.get(0), why)));
    return rows;
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
