package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void testInput_ofOfficialModels() {
    TestInput official =
        new TestInput(
            InputFormat.RGB,
            List.of(123.675, 116.28, 103.53),
            List.of(58.395, 57.12, 57.375),
            800,
            1333);
    assertThat(TestInput.official()).isEqualTo(official);
    assertThat(TestInput.of(Preset.CROWDHUMAN_R50_500.config())).isEqualTo(official);
    assertThat(TestInput.of(Config.detectron2Defaults()).format()).isEqualTo(InputFormat.BGR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INPUT.FORMAT|L|INPUT.FORMAT is L, expected RGB or BGR",
        "MODEL.PIXEL_MEAN|[1, 2]|MODEL.PIXEL_MEAN is [1.0, 2.0], expected three numbers",
        "MODEL.PIXEL_STD|[1, 0, 1]|MODEL.PIXEL_STD is [1.0, 0.0, 1.0], expected three numbers"
            + " above 0",
        "INPUT.MIN_SIZE_TEST|-1|INPUT.MIN_SIZE_TEST is -1, expected 0 or more",
        "INPUT.MAX_SIZE_TEST|0|INPUT.MAX_SIZE_TEST is 0, expected 1 or more",
      })
  void testInput_refusesWhatCannotBe(String key, String value, String message) {
    Config config = Config.defaults().with(List.of(key, value));
    assertThatThrownBy(() -> TestInput.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void device_isTheBestOneUnlessSomebodyAskedForAGpu() {
    assertThat(DeviceSetting.of(Config.defaults()).isAuto()).isTrue();
    assertThat(DeviceSetting.of(Config.parse("MODEL: {DEVICE: cuda}", "dump.yaml")).isAuto())
        .isTrue();
    Config asked = Config.defaults().with(List.of("MODEL.DEVICE", "cuda"));
    assertThat(DeviceSetting.of(asked).device()).isEqualTo("cuda");
    assertThat(DeviceSetting.of(Config.defaults().with("MODEL.DEVICE", "cuda")).device())
        .isEqualTo("cuda");
    assertThat(DeviceSetting.of(Config.parse("MODEL: {DEVICE: 'cuda:1'}", "x.yaml")).device())
        .isEqualTo("cuda:1");
    assertThat(DeviceSetting.of(asked.with("MODEL.DEVICE", "auto")).isAuto()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "CPU", ""})
  void device_refusesUnknownNames(String device) {
    assertThatThrownBy(() -> new DeviceSetting(device))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "MODEL.DEVICE is '"
                + device
                + "', expected auto, cpu, cuda, cuda:N, cuda:least-used or cuda:NAME");
  }
}
