package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.examples.smear.SmearDataset;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A case with the usual limits, and one whose largest limit is 500. */
  private static final int USUAL = 0;

  private static final int LIMIT_500 = 5;

  private static JsonNode cases;

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  @BeforeAll
  static void readCases() throws IOException {
    cases = MAPPER.readTree(Goldens.file("misc/coco_eval_cases.json").toFile());
  }

  static IntStream caseNumbers() {
    return IntStream.range(0, cases.size());
  }

  private Path write(String name, JsonNode json) throws IOException {
    return Files.write(folder.resolve(name), MAPPER.writeValueAsBytes(json));
  }

  private int evaluate(JsonNode golden, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--annotations",
                write("truth.json", golden.get("ground_truth")).toString(),
                "--results",
                write("results.json", golden.get("detections")).toString()));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  @Test
  void expectedResults_areChecked() throws IOException {
    JsonNode golden = cases.get(USUAL);
    String key = "TEST.EXPECTED_RESULTS";
    assertThat(evaluate(golden, key, "[['bbox', 'AP', 0.0, 100.0]]")).as(cli.err()).isZero();
    assertThat(evaluate(golden, key, "[['bbox', 'AP', 200.0, 0.1]]")).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("bbox/AP is", "expected 200.0 ± 0.1");
    assertThat(evaluate(golden, "TEST.EXPECTED_RESULT", "1")).isEqualTo(1);
    assertThat(cli.err()).contains("did you mean TEST.EXPECTED_RESULTS?");
  }

  private static double[] doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static String maxDets(JsonNode golden) {
    return StreamSupport.stream(golden.get("max_dets").spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("caseNumbers")
  void json_holdsTheFiguresOfPycocotoolsBitForBit(int number) throws Exception {
    JsonNode golden = cases.get(number);

    assertThat(evaluate(golden, "--json=-", "--no-analysis", "--max-dets=" + maxDets(golden)))
        .as(cli.err())
        .isZero();

    JsonNode json = MAPPER.readTree(cli.out());
    assertThat(doubles(json.get("stats"))).containsExactly(doubles(golden.get("stats")));
    assertThat(json.get("per_category_ap")).hasSameSizeAs(golden.get("per_category_ap"));
    assertThat(json.get("categories")).hasSameSizeAs(golden.get("per_category_ap"));
    for (JsonNode category : json.get("categories")) {
      double expected =
          golden.get("per_category_ap").get(category.get("id").asText()).doubleValue();
      assertThat(category.get("ap").doubleValue()).isEqualTo(expected);
      assertThat(json.get("per_category_ap").get(category.get("name").asText()).doubleValue())
          .isEqualTo(expected);
    }
    assertThat(json.has("analysis")).isFalse();
  }

  @Test
  void json_hasTheAnalysisUnlessRefused() throws Exception {
    Path file = folder.resolve("out.json");

    assertThat(evaluate(cases.get(USUAL), "--json=" + file)).as(cli.err()).isZero();

    JsonNode json = MAPPER.readTree(file.toFile());
    JsonNode analysis = json.get("analysis");
    double ap = json.get("ap_at_max_dets").doubleValue();
    assertThat(ap).isEqualTo(json.get("stats").get(0).doubleValue());
    assertThat(analysis.at("/ap_interval/low").doubleValue()).isLessThan(ap);
    assertThat(analysis.at("/ap_interval/high").doubleValue()).isGreaterThan(ap);
    assertThat(analysis.at("/tide/costs/missed").doubleValue()).isPositive();
    assertThat(analysis.at("/tide/counts")).hasSize(6);
    assertThat(analysis.at("/best_threshold/f1").doubleValue()).isBetween(0.1, 1.0);
    assertThat(analysis.get("category_thresholds")).hasSize(6);
    assertThat(analysis.at("/calibration/ece").doubleValue()).isBetween(0.0, 1.0);
    assertThat(analysis.at("/calibration/bins")).hasSize(10);
    assertThat(analysis.get("sizes")).hasSize(4);
    assertThat(analysis.get("confusion")).hasSize(7).allMatch(row -> row.size() == 7);
    assertThat(cli.out()).contains("AP75", "Analysis", "best threshold for c7: ");
  }

  @Test
  void json_namesCategoriesByIdWhereNamesRepeat() throws Exception {
    ObjectNode golden = cases.get(USUAL).deepCopy();
    ((ObjectNode) golden.at("/ground_truth/categories/1")).put("name", "c7");

    assertThat(evaluate(golden, "--json=-", "--no-analysis")).as(cli.err()).isZero();

    assertThat(MAPPER.readTree(cli.out()).get("per_category_ap"))
        .isEqualTo(golden.get("per_category_ap"));
  }

  @Test
  void listing_showsFiguresAndCategories() throws Exception {
    assertThat(evaluate(cases.get(USUAL))).as(cli.err()).isZero();

    assertThat(cli.out().lines())
        .contains(
            "  AP      0.50:0.95  all          100   0.2709",
            "  AP50    0.50       all          100   0.5292",
            "  ARl     0.50:0.95  large        100   0.6625")
        .anyMatch(line -> line.startsWith("  c89 "));
    assertThat(cli.out()).doesNotContain("Analysis", "Compared");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void listing_showsApAtTheLargestLimitWhere100IsNone() throws Exception {
    assertThat(evaluate(cases.get(LIMIT_500), "--max-dets", "1,10,500")).as(cli.err()).isZero();

    assertThat(cli.out().lines())
        .contains("  AP      0.50:0.95  all          100        -")
        .anyMatch(line -> line.matches("  AP      0.50:0.95  all          500   0\\.\\d{4}"));
  }

  @Test
  void listing_saysThatThereIsNothingToMeasure() throws Exception {
    ObjectNode golden = cases.get(USUAL).deepCopy();
    ((ArrayNode) golden.at("/ground_truth/annotations")).removeAll();

    assertThat(evaluate(golden, "--analysis")).as(cli.err()).isZero();

    assertThat(cli.out()).contains("AP -, nothing to measure", "none, no detection is right");
  }

  @Test
  void compare_tellsTheBetterFromTheEqual() throws Exception {
    JsonNode golden = cases.get(USUAL);
    ArrayNode few = MAPPER.createArrayNode();
    for (int i = 0; i < golden.get("detections").size(); i += 8) {
      few.add(golden.get("detections").get(i));
    }
    String worse = write("worse.json", few).toString();

    assertThat(evaluate(golden, "--compare", worse, "--json=-", "--no-analysis"))
        .as(cli.err())
        .isZero();

    JsonNode comparison = MAPPER.readTree(cli.out()).get("comparison");
    double difference = comparison.get("difference").doubleValue();
    assertThat(difference)
        .isPositive()
        .isEqualTo(comparison.get("ap").doubleValue() - comparison.get("other_ap").doubleValue());
    assertThat(comparison.at("/interval/low").doubleValue()).isLessThan(difference);
    assertThat(comparison.at("/interval/high").doubleValue()).isGreaterThan(difference);
    assertThat(comparison.get("p_value").doubleValue()).isLessThan(0.05);
    assertThat(comparison.get("results").textValue()).isEqualTo(worse);
  }

  @Test
  void compare_findsNothingBetweenEqualResults() throws Exception {
    JsonNode golden = cases.get(USUAL);
    String same = write("same.json", golden.get("detections")).toString();

    assertThat(evaluate(golden, "--compare", same)).as(cli.err()).isZero();

    assertThat(cli.out())
        .contains("Compared with " + same, "AP 0.2709 against 0.2709")
        .contains("difference +0.0000, 95 % interval 0.0000 to 0.0000", "p-value 1.0000");
  }

  @Test
  void report_isAPageWithAnalysisAndComparison() throws Exception {
    JsonNode golden = cases.get(USUAL);
    String same = write("same.json", golden.get("detections")).toString();
    Path pages = folder.resolve("pages");

    assertThat(evaluate(golden, "--report=" + pages, "--compare=" + same)).as(cli.err()).isZero();

    assertThat(Files.readString(pages.resolve("report.html")))
        .startsWith("<!DOCTYPE html>")
        .contains("id=\"errors\"", "id=\"comparison\"", "0.271")
        .contains("folder of the pictures was not given");
    assertThat(cli.out()).contains("Analysis", "report written to " + pages);
  }

  @Test
  void report_leavesStdoutToJson() throws Exception {
    Path pages = folder.resolve("pages");

    assertThat(evaluate(cases.get(USUAL), "--report=" + pages, "--json=-")).isZero();

    assertThat(MAPPER.readTree(cli.out()).has("analysis")).isTrue();
    assertThat(pages.resolve("report.html")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "images", "elsewhere"})
  void report_findsThePictures(String place) throws Exception {
    new SmearDataset(new SmearGenerator(new ImageSize(160, 120))).write(folder, 1, 2);
    Path pictures = folder.resolve(place);
    if (!place.equals("images")) {
      Files.createDirectories(pictures);
      for (String name : List.of("smear_000001.png", "smear_000002.png")) {
        Files.move(folder.resolve("images").resolve(name), pictures.resolve(name));
      }
    }
    List<String> args =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--annotations=" + folder.resolve("annotations.json"),
                "--results=" + write("none.json", MAPPER.createArrayNode()),
                "--report=" + folder));
    if (place.equals("elsewhere")) {
      args.add("--images=" + pictures);
    }

    assertThat(cli.run(args.toArray(String[]::new))).as(cli.err()).isZero();

    assertThat(Files.readString(folder.resolve("report.html"))).contains("data:image/jpeg");
  }

  @Test
  void report_refusesImagesThatAreNoFolder() throws Exception {
    Path missing = folder.resolve("missing");
    Path pages = folder.resolve("pages");

    assertThat(evaluate(cases.get(USUAL), "--report=" + pages, "--images=" + missing)).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains(missing + ": no such folder");
    assertThat(pages).doesNotExist();
  }

  @Test
  void pycocotools_acceptsWhatIsOtherwiseRefused() throws Exception {
    ObjectNode golden = cases.get(USUAL).deepCopy();
    ((ObjectNode) golden.at("/detections/0")).put("category_id", 12345);

    assertThat(evaluate(golden)).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("12345");
    assertThat(evaluate(golden, "--pycocotools")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate",
        "evaluate --annotations a.json",
        "evaluate --results a.json",
        "evaluate --annotations a.json --results b.json --max-dets 1,10",
        "evaluate --annotations a.json --results b.json --max-dets 1,10,10",
        "evaluate --annotations a.json --results b.json --max-dets 0,10,100",
        "evaluate --annotations a.json --results b.json --max-dets one,10,100",
        "evaluate --annotations a.json --results b.json --iou 0.5",
        "evaluate --annotations a.json --results b.json --images pictures",
        "evaluate --annotations a.json --results b.json --report pages --no-analysis",
        "evaluate --annotations a.json --results b.json c.json"
      })
  void wrongUsage_isOneLineAndExitStatus2(String line) {
    assertThat(cli.run(line.split(" "))).isEqualTo(2);

    assertThat(cli.err().lines()).hasSize(1).allMatch(text -> text.contains("evaluate --help"));
    assertThat(cli.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--annotations", "--results", "--compare"})
  void missingFile_isOneLineAndExitStatus1(String option) throws Exception {
    Path json = folder.resolve("out.json");
    String missing = folder.resolve("missing.json").toString();
    List<String> args = new ArrayList<>(List.of("evaluate", "--json=" + json, option, missing));
    if (!option.equals("--annotations")) {
      Path truth = write("truth.json", cases.get(USUAL).get("ground_truth"));
      args.addAll(List.of("--annotations", truth.toString()));
    }
    if (!option.equals("--results")) {
      Path results = write("results.json", cases.get(USUAL).get("detections"));
      args.addAll(List.of("--results", results.toString()));
    }

    assertThat(cli.run(args.toArray(String[]::new))).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).startsWith("sparsercnn evaluate: ").contains(missing);
    assertThat(cli.out()).isEmpty();
    assertThat(json).doesNotExist();
  }

  @Test
  void bundledModelsResults_haveTheirKnownAp() throws Exception {
    Path truth = shared().resolve("data/bccd/test.json");
    assumeTrue(Files.exists(truth), "skipped: there is no " + truth);
    String results = Goldens.file("bccd_test_results.json").toString();

    assertThat(cli.run("evaluate", "--annotations=" + truth, "--results=" + results, "--json=-"))
        .as(cli.err())
        .isZero();

    JsonNode json = MAPPER.readTree(cli.out());
    assertThat(json.get("stats").get(0).doubleValue()).isCloseTo(0.53069, within(5e-6));
    assertThat(json.get("per_category_ap").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("RBC", "WBC", "Platelets");
  }

  private static Path shared() {
    String root = System.getProperty("sparsercnn.root", ".");
    return Path.of(
        Objects.requireNonNullElse(System.getenv("SPARSERCNN_SHARED"), root + "/../shared"));
  }
}
