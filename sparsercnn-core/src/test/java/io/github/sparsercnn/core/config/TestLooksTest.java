package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.TestTimeAugmentation;
import io.github.sparsercnn.TestTimeAugmentation.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestLooksTest {
  private static Config config(String... words) {
    return Config.defaults().with(List.of(words));
  }

  @Test
  void pictures_areLookedAtOnceIfNothingElseIsSaid() {
    TestLooks looks = TestLooks.of(Config.defaults());
    assertThat(looks.augmentation()).isEmpty();
    assertThat(looks.tiling()).isEmpty();
  }

  @Test
  void augmentation_isThatOfTheOfficialProject() {
    TestTimeAugmentation augmentation =
        TestLooks.of(config("TEST.AUG.ENABLED", "True")).augmentation().orElseThrow();
    assertThat(augmentation.scales())
        .hasSize(13)
        .startsWith(new Scale(400, 96, 10000))
        .contains(new Scale(1800, 0, 96))
        .endsWith(new Scale(800, 0, 10000));
    assertThat(augmentation.maxSize()).isEqualTo(4000);
    assertThat(augmentation.flip()).isTrue();
    assertThat(augmentation.resampleTwice()).isFalse();
  }

  @Test
  void withoutScaleFilter_allObjectsCount() {
    TestTimeAugmentation augmentation =
        TestLooks.of(
                config(
                    "TEST.AUG.ENABLED", "True",
                    "TEST.AUG.SCALE_FILTER", "False",
                    "TEST.AUG.MIN_SIZES", "(320, 416)",
                    "TEST.AUG.FLIP", "False"))
            .augmentation()
            .orElseThrow();
    assertThat(augmentation.scales()).containsExactly(Scale.of(320), Scale.of(416));
    assertThat(augmentation.flip()).isFalse();
  }

  @Test
  void tiles_areThoseOfTheConfig() {
    var tiling =
        TestLooks.of(config("TEST.TILES.SIZE", "800", "TEST.TILES.OVERLAP", "0.5"))
            .tiling()
            .orElseThrow();
    assertThat(tiling.size()).isEqualTo(800);
    assertThat(tiling.overlap()).isEqualTo(0.5);
    assertThat(tiling.wholePicture()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEST.AUG.MIN_SIZES|(400, 500)|TEST.AUG.SCALE_RANGES has 13 ranges",
        "TEST.AUG.MIN_SIZES|(400, 500)|set TEST.AUG.SCALE_FILTER False",
        "TEST.AUG.CVPODS_TTA|False|leave it True",
        "TEST.AUG.MAX_SIZE|0|at least 1 pixel",
        "TEST.TILES.SIZE|31|at least 32 pixels a side: 31",
        "TEST.TILES.SIZE|-1|at least 32 pixels a side: -1"
      })
  void values_areCheckedAtTheDoor(String key, String value, String message) {
    assertThatThrownBy(() -> TestLooks.of(config("TEST.AUG.ENABLED", "True", key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(400,)|([96, 64],)|96.0 to 64.0",
        "(400,)|([96],)|expected pairs of sides",
        "(0,)|([0, 96],)|at least 1 pixel: 0",
        "()|()|at least one size"
      })
  void scales_areCheckedAtTheDoor(String sizes, String ranges, String message) {
    assertThatThrownBy(
            () ->
                TestLooks.of(
                    config(
                        "TEST.AUG.ENABLED", "True",
                        "TEST.AUG.MIN_SIZES", sizes,
                        "TEST.AUG.SCALE_RANGES", ranges)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void overlap_isCheckedAtTheDoor() {
    assertThatThrownBy(
            () -> TestLooks.of(config("TEST.TILES.SIZE", "64", "TEST.TILES.OVERLAP", "1.0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("0 to 0.9");
  }

  @Test
  void valuesThatAreNotInForce_areNotLookedAt() {
    TestLooks looks =
        TestLooks.of(config("TEST.AUG.MIN_SIZES", "(400, 500)", "TEST.TILES.OVERLAP", "7.0"));
    assertThat(looks.augmentation()).isEmpty();
    assertThat(looks.tiling()).isEmpty();
  }
}
