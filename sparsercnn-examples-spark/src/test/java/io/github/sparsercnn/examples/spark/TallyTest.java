package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
  private final Tally tally = new Tally(1000, 3, 12345);

  @Test
  void text_countsEverything() {
    assertThat(tally).hasToString("1,000 pictures, 12,345 detections, 3 errors");
  }

  @Test
  void asManyRowsAsPictures_areRight() {
    assertThatCode(() -> tally.require(1000)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {999, 1001})
  void lostOrDoubledPicture_isRefused(long expected) {
    assertThatThrownBy(() -> tally.require(expected))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("1,000 rows were written");
  }
}
