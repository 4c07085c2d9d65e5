package io.github.sparsercnn.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ShortestEdgeTest {
  @Test
  void apply_equalsDetectron2OnEveryRow() throws IOException {
    JsonNode rows;
    try (InputStream json =
        getClass().getResourceAsStream("/goldens/misc/resize_shortest_edge.json")) {
      rows = new ObjectMapper().readTree(json).get("rows");
    }
    assertThat(rows).isNotEmpty();
    for (JsonNode row : rows) {
      ImageSize size = new ImageSize(row.get(1).intValue(), row.get(0).intValue());
      ShortestEdge rule = new ShortestEdge(row.get(2).intValue(), row.get(3).intValue());
      assertThat(rule.apply(size))
          .as("%s of %s", rule, size)
          .isEqualTo(new ImageSize(row.get(5).intValue(), row.get(4).intValue()));
    }
  }

  @Test
  void apply_keepsOnePixelOfASideThatWouldVanish() {
    ShortestEdge rule = new ShortestEdge(800, 1333);
    assertThat(rule.apply(new ImageSize(1, 5000))).isEqualTo(new ImageSize(1, 1333));
    assertThat(rule.apply(new ImageSize(5000, 1))).isEqualTo(new ImageSize(1333, 1));
  }

  @Test
  void apply_doesNotOverflowWithoutAMaximum() {
    assertThat(new ShortestEdge(800, ShortestEdge.UNBOUNDED).apply(new ImageSize(1, 5000)))
        .isEqualTo(new ImageSize(800, 4_000_000));
  }

  @Test
  void constructor_refusesLengthsBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ShortestEdge(0, 1333));
    assertThatIllegalArgumentException().isThrownBy(() -> new ShortestEdge(800, 0));
  }
}
