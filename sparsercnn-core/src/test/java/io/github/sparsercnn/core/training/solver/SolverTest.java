package io.github.sparsercnn.core.training.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolverTest {
  @ParameterizedTest
  @CsvSource({
    "0, backbone.bottom_up.stem.conv1.weight",
    "1, backbone.bottom_up.res2.0.conv1.weight",
    "2, backbone.bottom_up.res3.0.conv1.weight",
    "5, init_proposal_boxes.weight"
  })
  void freezeAt_leavesOutTheFirstStages(int stages, String firstTrained) {
    Map<String, Tensor> trainable = new FreezeAt(stages).trainable(network());
    assertThat(trainable.keySet().iterator().next()).isEqualTo(firstTrained);
    assertThat(trainable).containsKey("init_proposal_boxes.weight");
  }

  @Test
  void freezeAt_knowsSixPlaces() {
    for (int bad : new int[] {-1, 6}) {
      assertThatThrownBy(() -> new FreezeAt(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FREEZE_AT is " + bad);
    }
  }

  @Test
  void clip_shortensLongGradientsOnly() {
    GradientClip clip = GradientClip.of(Config.defaults());
    assertThat(clip.maxNorm()).isEqualTo(1);
    assertThat(clip.factor(4)).isCloseTo(0.25, within(1e-6));
    assertThat(clip.factor(0.5)).isEqualTo(1);
    assertThat(GradientClip.NONE.factor(1e30)).isEqualTo(1);
  }

  @Test
  void clip_followsTheConfig() {
    Config config = Config.defaults();
    String node = "SOLVER.CLIP_GRADIENTS.";
    assertThat(GradientClip.of(config.with(node + "CLIP_VALUE", 0.1)).maxNorm()).isEqualTo(0.1);
    assertThat(GradientClip.of(config.with(node + "CLIP_VALUE", 0.0))).isEqualTo(GradientClip.NONE);
    assertThat(GradientClip.of(config.with(node + "ENABLED", false))).isEqualTo(GradientClip.NONE);
    assertThatThrownBy(() -> GradientClip.of(config.with(node + "CLIP_TYPE", "value")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CLIP_TYPE is 'value'");
  }

  @Test
  void update_isClippedThenTakenAtTheIterationsRate() {
    Config config =
        Config.defaults()
            .with("SOLVER.OPTIMIZER", "SGD")
            .with("SOLVER.WEIGHT_DECAY", 0.0)
            .with("SOLVER.BACKBONE_MULTIPLIER", 0.5)
            .with("SOLVER.WARMUP_ITERS", 10)
            .with("SOLVER.WARMUP_FACTOR", 0.1)
            .with("SOLVER.BASE_LR", 1.0);
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> network = tensors();
      try (Solver solver = Solver.of(config, network, ParameterRules.of(config))) {
        assertThat(network.get("backbone.bottom_up.stem.conv1.weight").requires_grad()).isFalse();
        Tensor fast = network.get("init_proposal_boxes.weight");
        Tensor slow = network.get("backbone.bottom_up.res3.0.conv1.weight");
        fast.grad().copy_(Ops.add(Ops.zeros(1), 3));
        slow.grad().copy_(Ops.add(Ops.zeros(1), 4));
        assertThat(solver.gradientNorm()).isCloseTo(5, within(1e-12));

        solver.update(solver.rate(0), solver.gradientNorm());

        assertThat(HostTensors.toFloats(fast)[0]).isCloseTo(-0.1f * 3 / 5, within(1e-6f));
        assertThat(HostTensors.toFloats(slow)[0]).isCloseTo(-0.05f * 4 / 5, within(1e-6f));
        solver.zeroGradients();
        assertThat(solver.gradientNorm()).isZero();
      }
    }
  }

  @Test
  void mistakes_areRefused() {
    try (TensorScope scope = TensorScope.open()) {
      Config config = Config.defaults();
      ParameterRules rules = ParameterRules.uniform(0);
      assertThatThrownBy(() -> Solver.of(config.with("SOLVER.OPTIMIZER", "LION"), tensors(), rules))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("SOLVER.OPTIMIZER is 'LION'");
      assertThatThrownBy(() -> Solver.of(config.with("SOLVER.BASE_LR", -1.0), tensors(), rules))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("BASE_LR is -1.0");
      assertThatThrownBy(() -> ParameterGroups.of(Map.of(), rules))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("frozen");
    }
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network().keySet().forEach(name -> tensors.put(name, Ops.zeros(1)));
    return tensors;
  }

  private static Map<String, Tensor> network() {
    Map<String, Tensor> network = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      for (String part : new String[] {"stem", "res2.0", "res3.0", "res4.0", "res5.0"}) {
        network.put("backbone.bottom_up." + part + ".conv1.weight", Ops.zeros(1));
      }
      network.put("init_proposal_boxes.weight", Ops.zeros(1));
    }
    return network;
  }
}
