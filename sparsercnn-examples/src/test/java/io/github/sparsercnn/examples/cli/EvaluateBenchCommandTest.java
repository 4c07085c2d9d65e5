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

class EvaluateBenchCommandTest {
  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  private int bench(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "bench",
                "evaluate",
                "--images=8",
                "--boxes=40",
                "--categories=3",
                "--detections=200",
                "--rounds=1",
                "--cache=" + folder.resolve("cache"),
                "--json=" + folder.resolve("rows.json")));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private JsonNode rows() throws Exception {
    return new ObjectMapper().readTree(folder.resolve("rows.json").toFile());
  }

  @Test
  void withoutPython_weAreMeasuredAloneAndItSaysSo() throws Exception {
    Path work = folder.resolve("work");

    assertThat(bench("--python=python-nowhere", "--work=" + work)).as(cli.err()).isZero();

    assertThat(rows())
        .extracting(row -> row.get("name").asText())
        .containsExactly("evaluate_vs_pycocotools", "evaluate_vs_faster_coco_eval");
    for (JsonNode row : rows()) {
      assertThat(row.get("ours_ms").doubleValue()).isPositive();
      assertThat(row.get("ratio").isNull()).isTrue();
      assertThat(row.get("note").asText()).startsWith("not compared: there is no python-nowhere");
    }
    assertThat(cli.out())
        .contains("8 images, 40 boxes, 3 categories, 200 detections, seed 1", "not compared: ");
    assertThat(work.resolve("annotations.json")).exists();
    assertThat(work.resolve("results.json")).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void otherFiguresThanPycocotools_areAFailure() throws Exception {
    FakePython python =
        new FakePython(folder, "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]");

    assertThat(bench("--python=" + python.command())).isEqualTo(1);

    assertThat(cli.out())
        .contains("failed: the figures differ from those of pycocotools 2.0.11 by up to");
    assertThat(rows()).hasSize(2);
    for (JsonNode row : rows()) {
      assertThat(row.get("largest_difference").doubleValue()).isBetween(0.01, 1.5);
      assertThat(row.get("ratio").doubleValue()).isPositive();
    }
    assertThat(python.calls())
        .anyMatch(call -> call.contains("evaluate.py pycocotools"))
        .anyMatch(call -> call.contains("evaluate.py faster_coco_eval"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bench evalute", "bench evaluate --rounds 0", "bench evaluate a.json"})
  void wrongUsage_isOneLineAndExitStatus2(String line) {
    assertThat(cli.run(line.split(" "))).isEqualTo(2);

    assertThat(cli.err().lines()).hasSize(1).allMatch(text -> text.contains("--help"));
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void impossibleSize_isOneLineAndExitStatus1() {
    assertThat(cli.run("bench", "evaluate", "--images=0")).isEqualTo(1);

    assertThat(cli.err())
        .hasLineCount(1)
        .startsWith("sparsercnn bench evaluate: cannot make a problem of 0 images");
  }
}
