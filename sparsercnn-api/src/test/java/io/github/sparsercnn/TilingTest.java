package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
  @Test
  void tiling_hasDefaults() {
    Tiling tiling = Tiling.of(800);
    assertThat(tiling.size()).isEqualTo(800);
    assertThat(tiling.overlap()).isEqualTo(0.2);
    assertThat(tiling.wholePicture()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 31})
  void smallTiles_areRefused(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tiling.of(size))
        .withMessage("tiles must have at least 32 pixels a side: " + size);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.91, 1, Double.NaN})
  void impossibleOverlaps_areRefused(double overlap) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tiling.builder().size(800).overlap(overlap).build())
        .withMessageContaining("0 to 0.9");
  }
}
