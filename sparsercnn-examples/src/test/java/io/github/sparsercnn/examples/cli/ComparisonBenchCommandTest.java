package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.examples.bench.FakePython;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Benchmarks whose two sides are workers. */
class ComparisonBenchCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  private int bench(String... words) {
    List<String> args = new ArrayList<>(List.of("bench"));
    args.addAll(List.of(words));
    args.addAll(
        List.of(
            "--rounds=2",
            "--threads=1",
            "--cache=" + folder.resolve("cache"),
            "--json=" + folder.resolve("rows.json")));
    return cli.run(args.toArray(String[]::new));
  }

  private JsonNode rows() throws Exception {
    return new ObjectMapper().readTree(folder.resolve("rows.json").toFile());
  }

  @Test
  void withoutPython_weAreMeasuredAloneAndItSaysSo() throws Exception {
    assertThat(bench("matcher", "--python=python-nowhere")).as(cli.err()).isZero();

    JsonNode row = rows().get(0);
    assertThat(row.get("name").asText()).isEqualTo("matcher");
    assertThat(row.get("ours_ms").doubleValue()).isPositive();
    assertThat(row.get("ours_peak_bytes").longValue()).isPositive();
    assertThat(row.get("rounds").intValue()).isEqualTo(2);
    assertThat(row.get("twin_ms").isNull()).isTrue();
    assertThat(row.get("note").asText()).startsWith("not compared: there is no python-nowhere");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void twin_isMeasuredByTurnsAndItsResultsAreCompared() throws Exception {
    FakePython python = new FakePython(folder, "[]");

    assertThat(bench("matcher", "--python=" + python.command())).as(cli.err()).isZero();

    JsonNode row = rows().get(0);
    assertThat(row.get("twin").asText()).isEqualTo("fake");
    assertThat(row.get("twin_ms").doubleValue()).isEqualTo(2.5);
    assertThat(row.get("threads").intValue()).isEqualTo(1);
    assertThat(row.get("note").asText()).startsWith("results differ by ");
    assertThat(cli.err()).contains("round 1 of 2: sparsercnn", "round 2 of 2: fake");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void twinThatEnds_isNamedAndWeAreMeasured() throws Exception {
    FakePython python = new FakePython(folder, "[]");

    assertThat(bench("resize", "--python=" + python.command())).as(cli.err()).isZero();

    assertThat(rows())
        .extracting(row -> row.get("name").asText())
        .containsExactly("resize_enlarge", "resize_shrink");
    for (JsonNode row : rows()) {
      assertThat(row.get("ours_ms").doubleValue()).isPositive();
      assertThat(row.get("note").asText()).isEqualTo("not compared: a worker ended: no compiler");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --size 640",
        "train --batch 0",
        "predict --threads 0",
        "predict --precision fp31",
        "grow --only depth",
        "accuracy --weights model.pth",
        "twin"
      })
  void wrongUsage_isOneLineAndExitStatus2(String words) {
    assertThat(bench(words.split(" "))).isEqualTo(2);

    assertThat(cli.err().lines()).hasSize(1).allMatch(text -> text.contains("--help"));
  }
}
