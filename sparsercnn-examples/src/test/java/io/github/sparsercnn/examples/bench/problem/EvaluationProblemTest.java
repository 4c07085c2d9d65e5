package io.github.sparsercnn.examples.bench.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.evaluation.CocoEvaluator;
import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationProblemTest {
  private static final ProblemSize SMALL = new ProblemSize(60, 450, 12, 3000);
  private static final ProblemSize TENTH_OF_VAL2017 = new ProblemSize(500, 3678, 80, 25_000);
  private static final long SEED = 7;

  /** What pycocotools 2.0.11 says about the small problem of that seed. */
  private static final double[] FIGURES = {
    0.45905027460488235,
    0.6679842543024834,
    0.5250262354005928,
    0.34532079668475407,
    0.5596219864104345,
    0.5971468899340758,
    0.16296677695942402,
    0.5722545291037936,
    0.6235099585871644,
    0.4999905899859944,
    0.7178165257648954,
    0.709497135299446
  };

  private static final String ANNOTATIONS_SHA256 =
      "3163eb21400013dc33ebef88dd0568b08c08c58c198ab39d1512cffa32729230";
  private static final String RESULTS_SHA256 =
      "ce6ec074dce27f41b9d67ec3e495c3d04ac913c22142856210f86aaa9bcd4745";

  @TempDir private Path folder;

  private static String sha256(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static CocoReport evaluate(EvaluationProblem problem) {
    return CocoEvaluator.evaluate(
        problem.annotations(), problem.results(), CocoSettings.defaults());
  }

  private static List<JsonNode> list(Path file, String at) throws Exception {
    JsonNode list = new ObjectMapper().readTree(file.toFile()).at(at);
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  @Test
  void seed_decidesEveryByteOnEveryMachine() throws Exception {
    EvaluationProblem problem = EvaluationProblem.write(SMALL, SEED, folder);

    assertThat(sha256(problem.annotations())).isEqualTo(ANNOTATIONS_SHA256);
    assertThat(sha256(problem.results())).isEqualTo(RESULTS_SHA256);
    EvaluationProblem.write(SMALL, SEED + 1, folder);
    assertThat(sha256(problem.annotations())).isNotEqualTo(ANNOTATIONS_SHA256);
    assertThat(sha256(problem.results())).isNotEqualTo(RESULTS_SHA256);
  }

  @Test
  void figures_areThoseOfPycocotools() throws Exception {
    EvaluationProblem problem = EvaluationProblem.write(SMALL, SEED, folder);

    assertThat(evaluate(problem).stats()).containsExactly(FIGURES);
  }

  @ParameterizedTest
  @CsvSource({"60, 450, 12, 3000", "1, 1, 1, 1", "5, 0, 3, 40", "5, 40, 3, 0", "300, 2, 80, 10"})
  void files_holdAsMuchAsWasPromised(int images, int boxes, int categories, int detections)
      throws Exception {
    ProblemSize size = new ProblemSize(images, boxes, categories, detections);

    EvaluationProblem problem = EvaluationProblem.write(size, SEED, folder);

    List<JsonNode> annotations = list(problem.annotations(), "/annotations");
    List<JsonNode> results = list(problem.results(), "");
    assertThat(list(problem.annotations(), "/images")).hasSize(images);
    assertThat(annotations).hasSize(boxes);
    assertThat(list(problem.annotations(), "/categories")).hasSize(categories);
    assertThat(results).hasSize(detections);
    assertThat(problem.bytes()).isGreaterThan(90L * detections);
    assertThat(results)
        .extracting(found -> found.get("score").doubleValue())
        .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
    // The evaluator checks that ids differ and are known, and that boxes are boxes.
    assertThat(evaluate(problem).stats()).hasSize(12);
  }

  @Test
  void problem_isLikeVal2017AndItsDetectorLikeARealOne() throws Exception {
    EvaluationProblem problem = EvaluationProblem.write(TENTH_OF_VAL2017, SEED, folder);

    List<JsonNode> objects = list(problem.annotations(), "/annotations");
    double count = objects.size();
    assertThat(objects.stream().filter(o -> o.get("area").doubleValue() < 1024).count() / count)
        .isBetween(0.35, 0.45);
    assertThat(objects.stream().filter(o -> o.get("area").doubleValue() > 9216).count() / count)
        .isBetween(0.2, 0.3);
    assertThat(objects.stream().filter(o -> o.get("area").doubleValue() == 1024)).isNotEmpty();
    assertThat(objects.stream().filter(o -> o.get("iscrowd").intValue() == 1).count() / count)
        .isBetween(0.005, 0.02);
    assertThat(objects.stream().filter(o -> o.get("category_id").intValue() == 1).count() / count)
        .isBetween(0.25, 0.35);
    List<Double> scores = new ArrayList<>();
    list(problem.results(), "").forEach(found -> scores.add(found.get("score").doubleValue()));
    assertThat(scores.stream().distinct().count() / (double) scores.size()).isBetween(0.8, 0.95);
    CocoReport report = evaluate(problem);
    assertThat(report.figure(CocoFigure.AP)).isBetween(0.3, 0.5);
    assertThat(report.figure(CocoFigure.AP50)).isBetween(0.5, 0.7);
    assertThat(report.figure(CocoFigure.AP75)).isBetween(0.3, 0.55);
    assertThat(report.figure(CocoFigure.AP_SMALL))
        .isLessThan(report.figure(CocoFigure.AP_LARGE))
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "1, -1, 1, 1", "1, 1, 0, 1", "1, 1, 1, -1"})
  void impossibleSize_isRefused(int images, int boxes, int categories, int detections) {
    assertThatThrownBy(() -> new ProblemSize(images, boxes, categories, detections))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining(images + " images, " + boxes + " boxes, " + categories);
  }
}
