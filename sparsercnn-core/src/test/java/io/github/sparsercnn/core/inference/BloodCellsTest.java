package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.CocoResult;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A trained model on real pictures against what the official code found there. */
class BloodCellsTest {
  private static final double SCORE_TOLERANCE = 1e-3;
  private static final double PIXEL_TOLERANCE = 0.1;

  @Test
  void predict_ofTheTestSplitEqualsTheOfficialResults() throws IOException {
    Path weights = SharedData.require("weights/bccd_sparsercnn.pth");
    Path annotations = SharedData.require("data/bccd/test.json");
    ObjectMapper json = new ObjectMapper();
    Map<Long, List<JsonNode>> expected = new HashMap<>();
    for (JsonNode result : json.readTree(Goldens.path("bccd_test_results.json").toFile())) {
      expected
          .computeIfAbsent(result.get("image_id").asLong(), id -> new ArrayList<>())
          .add(result);
    }
    int pictures = 0;
    try (Detector detector = Detector.builder().weights(weights).device("cpu").build()) {
      for (JsonNode image : json.readTree(annotations.toFile()).get("images")) {
        long id = image.get("id").asLong();
        Path file =
            annotations.resolveSibling("BCCD/JPEGImages").resolve(image.get("file_name").asText());
        List<CocoResult> found = detector.predict(file).toCoco(id);
        assertSameSet(file, found, expected.get(id));
        pictures++;
      }
    }
    assertThat(pictures).isEqualTo(expected.size());
  }

  private static void assertSameSet(Path file, List<CocoResult> found, List<JsonNode> expected) {
    assertThat(found).as(file.toString()).hasSameSizeAs(expected);
    List<CocoResult> free = new ArrayList<>(found);
    for (JsonNode result : expected) {
      CocoResult match =
          free.stream().filter(candidate -> isSame(candidate, result)).findFirst().orElse(null);
      assertThat(match).as(file + ": " + result).isNotNull();
      free.remove(match);
    }
  }

  private static boolean isSame(CocoResult found, JsonNode expected) {
    if (found.categoryId() != expected.get("category_id").asInt()
        || Math.abs(found.score() - expected.get("score").asDouble()) > SCORE_TOLERANCE) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      double difference = found.bbox().get(i) - expected.get("bbox").get(i).asDouble();
      if (Math.abs(difference) > PIXEL_TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
