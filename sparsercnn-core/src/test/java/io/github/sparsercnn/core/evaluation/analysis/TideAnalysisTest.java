package io.github.sparsercnn.core.evaluation.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.evaluation.EvaluationGoldens;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TideAnalysisTest {
  static Stream<Arguments> cases() {
    List<JsonNode> files = EvaluationGoldens.cases("coco_eval_cases.json").toList();
    List<JsonNode> expected = EvaluationGoldens.list("/evaluation/tide_cases.json").toList();
    return IntStream.range(0, files.size())
        .mapToObj(i -> Arguments.of(files.get(i), expected.get(i)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void of_agreesWithTidecv(JsonNode golden, JsonNode expected) {
    TideReport report = TideAnalysis.of(EvaluationGoldens.matching(golden));

    assertThat(report.ap50()).isCloseTo(expected.get("ap50").asDouble(), offset(1e-12));
    for (TideError kind : TideError.values()) {
      assertThat(report.counts().get(kind))
          .as("%s errors", kind)
          .isEqualTo(expected.get("counts").get(kind.name()).asInt());
      assertThat(report.costs().get(kind))
          .as("cost of %s", kind)
          .isCloseTo(expected.get("costs").get(kind.name()).asDouble(), offset(1e-12));
    }
    assertThat(report.falsePositiveCost())
        .isCloseTo(expected.get("false_positive_cost").asDouble(), offset(1e-12));
    assertThat(report.falseNegativeCost())
        .isCloseTo(expected.get("false_negative_cost").asDouble(), offset(1e-12));
  }
}
