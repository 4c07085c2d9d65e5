package io.github.sparsercnn.core.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.training.solver.ParameterRules.Treatment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterRulesTest {
  @Test
  void officialRules_slowTheBackboneDownAndDecayEverything() {
    Config config = Config.defaults().with("SOLVER.BACKBONE_MULTIPLIER", 0.1);
    ParameterRules rules = ParameterRules.of(config);
    assertThat(rules.of("backbone.fpn_lateral2.weight")).isEqualTo(new Treatment(0.1, 1e-4));
    assertThat(rules.of("head.head_series.0.norm1.bias")).isEqualTo(new Treatment(1, 1e-4));
    assertThat(rules.of("init_proposal_boxes.weight")).isEqualTo(new Treatment(1, 1e-4));
  }

  @Test
  void matchingRules_multiplyRatesAndTheLastDecayCounts() {
    ParameterRules rules =
        ParameterRules.uniform(0.1)
            .multiplyRate("head\\..*", 0.5)
            .weightDecay(".*bias", 0)
            .multiplyRate(".*\\.class_logits\\..*", 4)
            .weightDecay("head\\..*bias", 0.2);
    assertThat(rules.of("head.class_logits.bias")).isEqualTo(new Treatment(2, 0.2));
    assertThat(rules.of("head.linear1.weight")).isEqualTo(new Treatment(0.5, 0.1));
    assertThat(rules.of("backbone.fpn_lateral2.bias")).isEqualTo(new Treatment(1, 0));
  }

  @Test
  void patternThatMatchesNothing_isRefused() {
    ParameterRules rules = ParameterRules.uniform(0).multiplyRate("backbone", 0.1);
    assertThatThrownBy(() -> rules.check(List.of("backbone.fpn_lateral2.weight")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"backbone\" matches no parameter")
        .hasMessageContaining("backbone.fpn_lateral2.weight");
  }

  @Test
  void numbersOutOfRange_areRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ParameterRules.uniform(bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ParameterRules.uniform(0).multiplyRate("a", bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ParameterRules.uniform(0).weightDecay("a", bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
