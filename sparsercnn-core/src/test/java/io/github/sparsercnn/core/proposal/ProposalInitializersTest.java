package io.github.sparsercnn.core.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalInitializersTest {
  private static ProposalSettings settings(String... words) {
    return ProposalSettings.of(Config.defaults().with(List.of(words)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"learned", "fixed", "grid", "random"})
  void initializers_areFoundByName(String name) {
    try (ProposalInitializer proposals =
        ProposalInitializers.create(settings(ProposalInitializers.KEY, name))) {
      assertThat(proposals.module()).isNotNull();
    }
  }

  @Test
  void unknownNames_areRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> ProposalInitializers.create(settings(ProposalInitializers.KEY, "box")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("MODEL.SparseRCNN.PROPOSALS is box")
        .hasMessageContaining("fixed, grid, learned, random");
  }

  @Test
  void settings_tellTheStridesOfTheMaps() {
    assertThat(settings().strides()).containsExactly(4, 8, 16, 32);
    assertThat(settings("MODEL.ROI_HEADS.IN_FEATURES", "('p3', 'p4')").strides())
        .containsExactly(8, 16);
  }

  /** The keys of an initializer are there as soon as it is installed. */
  @Test
  void ownKeys_areCheckedLikeBuiltInOnes() {
    String seed = "MODEL.SparseRCNN.RANDOM_PROPOSALS.SEED";
    assertThat(settings(seed, "5").config().getInt(seed)).isEqualTo(5);
    assertThatThrownBy(() -> settings(seed, "five"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be an int");
    assertThatThrownBy(() -> settings("MODEL.SparseRCNN.RANDOM_PROPOSALS.SEDE", "5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean " + seed + "?");
  }
}
