package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  /** What the official get_cfg, add_sparsercnn_config and merge_from_file give. */
  private static final JsonNode OFFICIAL = official();

  @Test
  void detectron2Defaults_areTheOfficialOnes() {
    assertThat(officialValues(Config.detectron2Defaults()))
        .containsExactlyInAnyOrderEntriesOf(defaults());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void config_equalsTheOfficialYaml(Preset preset) {
    Map<String, Object> expected = defaults();
    expected.putAll(values(OFFICIAL.get("presets").get(preset.officialName())));
    assertThat(officialValues(preset.config())).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void defaults_areTheOfficialBaseWithStrideIn3x3() {
    Map<String, Object> expected = defaults();
    expected.putAll(values(OFFICIAL.get("presets").get("Base-SparseRCNN")));
    expected.put("MODEL.RESNETS.STRIDE_IN_1X1", false);
    assertThat(officialValues(Config.defaults())).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void everyOfficialYamlButTheBase_isAPreset() {
    assertThat(Preset.values()).hasSize(OFFICIAL.get("presets").size() - 1);
  }

  @Test
  void byName_takesFileNamesAndConstants() {
    assertThat(Preset.byName("sparsercnn.res50.100pro.3x")).isEqualTo(Preset.R50_100);
    assertThat(Preset.byName("sparsercnn.res50.300pro.3x.detco.yaml"))
        .isEqualTo(Preset.R50_300_DETCO);
    assertThat(Preset.byName("r101_300")).isEqualTo(Preset.R101_300);
    assertThatThrownBy(() -> Preset.byName("sparsercnn.res18"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "no official config sparsercnn.res18, expected one of sparsercnn.res50.100pro.3x, ");
  }

  private static Map<String, Object> officialValues(Config config) {
    Map<String, Object> values = new TreeMap<>();
    OFFICIAL.get("defaults").fieldNames().forEachRemaining(k -> values.put(k, config.get(k)));
    return values;
  }

  private static Map<String, Object> defaults() {
    return values(OFFICIAL.get("defaults"));
  }

  private static Map<String, Object> values(JsonNode node) {
    Map<String, Object> values = new TreeMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
    return values;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isFloatingPointNumber()) {
      return node.doubleValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
  }

  private static JsonNode official() {
    try (InputStream stream =
        PresetTest.class.getResourceAsStream("/goldens/config/official_configs.json")) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
