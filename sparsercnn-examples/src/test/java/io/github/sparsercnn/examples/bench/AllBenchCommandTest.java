package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Many benchmarks, one table. */
class AllBenchCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  private interface Rows {
    List<BenchRow> measure() throws IOException;
  }

  private static Benchmark benchmark(String name, Rows rows) {
    return new Benchmark() {
      @Override
      public String what() {
        return name;
      }

      @Override
      public List<BenchRow> rows(Bench bench) throws IOException {
        return rows.measure();
      }
    };
  }

  private static Benchmark good(String name) {
    Timing timing = new Timing("we", List.of(new Measurement(1, OptionalLong.empty())));
    return benchmark(name, () -> List.of(BenchRow.alone(name, timing, "")));
  }

  private static Benchmark bad(String name) {
    return benchmark(
        name,
        () -> {
          throw new SparseRcnnException("a worker ended");
        });
  }

  @Command(name = "all")
  private static final class Some implements Callable<Integer> {
    @Mixin private final BenchOptions options = new BenchOptions();
    private final List<Benchmark> benchmarks;

    Some(Benchmark... benchmarks) {
      this.benchmarks = List.of(benchmarks);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      try (Bench bench = Bench.open(options)) {
        return AllBenchCommand.run(bench, benchmarks);
      }
    }
  }

  private int run(Benchmark... benchmarks) {
    return new CommandLine(new Some(benchmarks))
        .setOut(new PrintWriter(out))
        .execute(
            "--json=" + folder.resolve("rows.json"), "--markdown=" + folder.resolve("rows.md"));
  }

  @Test
  void all_makeOneTable() throws Exception {
    assertThat(run(good("one"), good("two"))).isZero();

    assertThat(out.toString()).containsOnlyOnce("minimum").contains("  one  ", "  two  ");
    assertThat(Files.readString(folder.resolve("rows.md")))
        .contains("processors", "| `one` | 1.0 / 1.0 |", "| `two` | 1.0 / 1.0 |");
  }

  @Test
  void failingOne_isNamedAndTheOthersGoOn() throws Exception {
    assertThat(run(good("one"), bad("two"), good("three"))).isEqualTo(1);

    JsonNode rows = new ObjectMapper().readTree(folder.resolve("rows.json").toFile());
    assertThat(rows)
        .extracting(row -> row.get("name").asText())
        .containsExactly("one", "two", "three");
    assertThat(rows.get(1).get("failed").booleanValue()).isTrue();
    assertThat(rows.get(1).get("note").asText()).isEqualTo("failed: a worker ended");
    assertThat(rows.get(2).get("ours_ms").doubleValue()).isEqualTo(1);
  }
}
