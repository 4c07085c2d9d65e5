package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.evaluation.crowdhuman.OdgtToCoco;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluateCrowdHumanCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  static Stream<JsonNode> cases() throws IOException {
    JsonNode cases = MAPPER.readTree(Goldens.file("misc/crowdhuman_eval_cases.json").toFile());
    return StreamSupport.stream(cases.spliterator(), false);
  }

  private String odgt(String name, JsonNode pictures) throws IOException {
    List<String> lines = new ArrayList<>();
    pictures.forEach(picture -> lines.add(picture.toString()));
    return Files.write(folder.resolve(name), lines).toString();
  }

  private int evaluate(String annotations, String results, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("evaluate-crowdhuman", "--annotations", annotations, "--results", results));
    line.addAll(List.of(more));
    return cli.run(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void figures_areThoseOfTheOfficialTool(JsonNode golden) throws IOException {
    String truth = odgt("truth.odgt", golden.get("ground_truth"));
    String found = odgt("found.ODGT", golden.get("detections"));
    assertThat(evaluate(truth, found, "--json", "-")).as(cli.err()).isZero();
    JsonNode figures = MAPPER.readTree(cli.out());
    assertThat(figures.get("AP").asDouble()).isCloseTo(golden.get("ap").asDouble(), within(1e-12));
    assertThat(figures.get("mMR").asDouble())
        .isCloseTo(golden.get("mmr").asDouble(), within(1e-12));
    assertThat(figures.get("recall").asDouble())
        .isCloseTo(golden.get("recall").asDouble(), within(1e-12));
  }

  @Test
  void cocoFiles_areReadToo() throws IOException {
    JsonNode golden = cases().findFirst().orElseThrow();
    Path truth = folder.resolve("truth.json");
    OdgtToCoco.convert(
        Path.of(odgt("truth.odgt", golden.get("ground_truth"))), id -> new ImageSize(1, 1), truth);
    Path found = Files.writeString(folder.resolve("found.json"), "[]");
    Path figures = folder.resolve("figures.json");
    assertThat(evaluate(truth.toString(), found.toString(), "--json", figures.toString()))
        .as(cli.err())
        .isZero();
    assertThat(MAPPER.readTree(figures.toFile()).get("mMR").asDouble()).isEqualTo(1);
    assertThat(cli.out().lines().map(String::strip))
        .containsExactly("AP         0.00", "mMR      100.00", "recall     0.00");
  }

  @Test
  void missingFile_isNamed() {
    assertThat(evaluate("nowhere.odgt", "nothing.odgt")).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("nowhere.odgt");
    assertThat(cli.err().toLowerCase(Locale.ROOT)).doesNotContain("exception");
  }
}
