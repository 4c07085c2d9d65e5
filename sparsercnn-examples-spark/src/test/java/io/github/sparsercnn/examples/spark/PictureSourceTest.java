package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSourceTest {
  @ParameterizedTest
  @CsvSource({"1, 2, 1", "8, 2, 2", "24, 2, 4", "1000, 2, 8", "100000, 2, 392", "1000, 64, 128"})
  void partitions_suitPicturesAndCores(long pictures, int cores, int expected) {
    assertThat(PictureSource.suitable(pictures, cores)).isEqualTo(expected);
  }
}
