package io.github.sparsercnn.core.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.testing.Goldens;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
  @Test
  void rates_equalDetectron2ToTheLastBit() throws IOException {
    JsonNode cases = new ObjectMapper().readTree(Goldens.path("misc/lr_schedules.json").toFile());
    assertThat(cases).hasSize(3);
    for (JsonNode golden : cases) {
      LearningRateSchedule schedule = LearningRateSchedule.of(config(golden));
      golden
          .get("lr")
          .properties()
          .forEach(
              entry ->
                  assertThat(
                          schedule.rate(
                              golden.get("base_lr").doubleValue(), Long.parseLong(entry.getKey())))
                      .as(golden.get("name").textValue() + " in iteration " + entry.getKey())
                      .isEqualTo(entry.getValue().doubleValue()));
    }
  }

  private static Config config(JsonNode golden) {
    Config config =
        Config.defaults()
            .with("SOLVER.LR_SCHEDULER_NAME", golden.get("name").textValue())
            .with("SOLVER.WARMUP_FACTOR", golden.get("warmup_factor").doubleValue())
            .with("SOLVER.WARMUP_ITERS", golden.get("warmup_iters").intValue())
            .with("SOLVER.WARMUP_METHOD", golden.get("warmup_method").textValue());
    return golden.has("steps")
        ? config.with(
            List.of(
                "SOLVER.STEPS",
                golden.get("steps").toString(),
                "SOLVER.GAMMA",
                golden.get("gamma").toString()))
        : config.with("SOLVER.MAX_ITER", golden.get("max_iters").intValue());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2.5e-7",
    "500, 1.2625e-5",
    "1000, 2.5e-5",
    "209999, 2.5e-5",
    "210000, 2.5e-6",
    "250000, 2.5e-7"
  })
  void officialRecipe_hasItsKnownRates(long iteration, double rate) {
    Config config = Preset.R50_100.config();
    double actual =
        LearningRateSchedule.of(config).rate(config.getDouble("SOLVER.BASE_LR"), iteration);
    assertThat(actual / rate).isBetween(1 - 1e-12, 1 + 1e-12);
  }

  @Test
  void mistakes_areNamedWithTheirKey() {
    Config config = Config.defaults();
    assertThatThrownBy(
            () -> LearningRateSchedule.of(config.with("SOLVER.LR_SCHEDULER_NAME", "Poly")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SOLVER.LR_SCHEDULER_NAME is 'Poly'");
    assertThatThrownBy(() -> LearningRateSchedule.of(config.with("SOLVER.WARMUP_METHOD", "step")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SOLVER.WARMUP_METHOD is 'step'");
    assertThatThrownBy(() -> LearningRateSchedule.of(config.with("SOLVER.STEPS", List.of(9, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOLVER.STEPS is [9, 3]");
    assertThatThrownBy(() -> new WarmupCosine(0, 0, Warmup.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Warmup(Warmup.Method.LINEAR, -1, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
