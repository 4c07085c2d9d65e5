package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.ExpectedTensors;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomInitializationTest {
  private static final String STAGE = "head.head_series.0.";
  private static final float PRIOR_BIAS = (float) -Math.log(99);

  @ParameterizedTest
  @CsvSource({
    // Even values have a standard deviation of bound / sqrt(3).
    "head.head_series.0.self_attn.in_proj_weight, 768, 256, 1, 0.0441942",
    "head.head_series.3.inst_interact.dynamic_layer.weight, 32768, 256, 1, 0.00778",
    "head.head_series.5.class_logits.weight, 80, 256, 1, 0.0771517",
    "head.head_series.5.bboxes_delta.weight, 4, 256, 1, 0.0877058",
    "backbone.fpn_lateral5.weight, 256, 2048, 1, 0.0220971",
    "backbone.fpn_output3.weight, 256, 256, 3, 0.0208333",
    "backbone.bottom_up.res4.2.conv2.weight, 256, 256, 3, 0.0294628",
    "backbone.bottom_up.stem.conv1.weight, 64, 3, 7, 0.0252538",
    "init_proposal_features.weight, 100, 256, 1, 1.0"
  })
  void weights_haveTheOfficialSpread(String name, int out, int in, int kernel, double deviation) {
    float[] values =
        kernel == 1
            ? values(Architecture.r50(), 1, name, out, in)
            : values(Architecture.r50(), 1, name, out, in, kernel, kernel);
    double noise = 4 / Math.sqrt(values.length);
    assertThat(mean(values)).isCloseTo(0, within(noise * deviation));
    assertThat(Math.sqrt(meanSquare(values))).isCloseTo(deviation, within(noise * deviation));
  }

  @Test
  void evenValues_fillTheirRangeAndNoMore() {
    float[] values = values(Architecture.r50(), 1, STAGE + "linear1.weight", 2048, 256);
    double bound = Math.sqrt(6.0 / (2048 + 256));
    assertThat(max(values)).isBetween((float) (0.999 * bound), (float) bound);
    assertThat(-max(negated(values))).isBetween((float) -bound, (float) (-0.999 * bound));
  }

  @Test
  void normalValues_haveNormalTails() {
    float[] values = values(Architecture.r50(), 1, "init_proposal_features.weight", 1000, 256);
    assertThat(share(values, 1)).isCloseTo(0.3173, within(0.004));
    assertThat(share(values, 2)).isCloseTo(0.0455, within(0.002));
    assertThat(share(values, 3)).isCloseTo(0.0027, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({
    "inst_interact.dynamic_layer.bias, 32768, 256",
    "inst_interact.out_layer.bias, 256, 12544",
    "linear1.bias, 2048, 256",
    "linear2.bias, 256, 2048",
    "bboxes_delta.bias, 4, 256"
  })
  void biasesOfLinearLayers_areSmallAndTheSameInAllStages(String name, int size, int fanIn) {
    float[] first = values(Architecture.r50(), 1, STAGE + name, size);
    float bound = (float) (1 / Math.sqrt(fanIn));
    assertThat(max(first)).isBetween(0f, bound);
    assertThat(first).doesNotContain(0f);
    assertThat(values(Architecture.r50(), 1, "head.head_series.5." + name, size)).isEqualTo(first);
  }

  @Test
  void weightsOfStages_differ() {
    assertThat(values(Architecture.r50(), 1, STAGE + "linear1.weight", 8, 8))
        .isNotEqualTo(values(Architecture.r50(), 1, "head.head_series.1.linear1.weight", 8, 8));
  }

  @Test
  void values_dependOnTheSeedAndNothingElse() {
    String name = STAGE + "linear1.weight";
    RandomInitialization source = new RandomInitialization(Architecture.r50(), 7);
    try (TensorScope scope = TensorScope.open()) {
      source.get("backbone.fpn_lateral2.weight", 256, 256, 1, 1);
      assertThat(HostTensors.toFloats(source.get(name, 8, 8)))
          .isEqualTo(values(Architecture.r50(), 7, name, 8, 8))
          .isNotEqualTo(values(Architecture.r50(), 8, name, 8, 8));
    }
    // Written down, so that a seed means the same in later versions.
    assertThat(values(Architecture.r50(), 40244023, "init_proposal_features.weight", 1, 3))
        .containsExactly(0.10905792f, -0.10602383f, 0.90695167f);
  }

  /** Each of these makes the official prior hit other tensors. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64, 80, 256, 768, 2048})
  void prior_goesToTheClassBiasOnly(int numClasses) {
    Architecture architecture = Architecture.builder().numClasses(numClasses).build();
    RandomInitialization source = new RandomInitialization(architecture, 1);
    try (ProposalInitializer proposals =
        ProposalInitializers.create(
            "learned", new ProposalSettings(architecture, Config.defaults()))) {
      Map<String, long[]> shapes = ExpectedTensors.of(architecture, proposals);
      for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
        String name = entry.getKey();
        if (name.startsWith(STAGE) && entry.getValue().length == 1) {
          try (TensorScope scope = TensorScope.open()) {
            float[] values = HostTensors.toFloats(source.get(name, entry.getValue()));
            if (name.endsWith("class_logits.bias")) {
              assertThat(values).hasSize(numClasses).containsOnly(PRIOR_BIAS);
            } else {
              assertThat(values).as(name).doesNotContain(PRIOR_BIAS);
            }
          }
        }
      }
    }
  }

  @Test
  void softmaxForm_hasNoPrior() {
    Architecture softmax = Architecture.builder().useFocal(false).build();
    float[] bias = values(softmax, 1, STAGE + "class_logits.bias", 81);
    assertThat(max(bias)).isBetween(0f, 1 / 16f);
    assertThat(bias).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "head.head_series.2.norm1.weight, 1",
    "head.head_series.2.norm1.bias, 0",
    "head.head_series.2.inst_interact.norm3.bias, 0",
    "head.head_series.2.reg_module.4.weight, 1",
    "head.head_series.2.cls_module.1.bias, 0",
    "head.head_series.2.self_attn.in_proj_bias, 0",
    "head.head_series.2.self_attn.out_proj.bias, 0",
    "backbone.fpn_output2.bias, 0",
    "backbone.bottom_up.res2.0.conv1.norm.weight, 1",
    "backbone.bottom_up.res2.0.conv1.norm.bias, 0",
    "backbone.bottom_up.res2.0.conv1.norm.running_mean, 0",
    "backbone.bottom_up.res2.0.conv1.norm.running_var, 0.99999"
  })
  void norms_beginNeutral(String name, float value) {
    assertThat(values(Architecture.r50(), 1, name, 64)).containsOnly(value);
  }

  @Test
  void trainedNorms_beginWithUnitVarianceAndNothingCounted() {
    Architecture trained = Architecture.builder().norm("SyncBN").build();
    String norm = "backbone.bottom_up.res2.0.conv1.norm.";
    assertThat(values(trained, 1, norm + "running_var", 64)).containsOnly(1);
    assertThat(values(trained, 1, norm + "num_batches_tracked")).containsExactly(0);
  }

  @Test
  void proposals_beginAtTheWholePicture() {
    assertThat(values(Architecture.r50(), 1, "init_proposal_boxes.weight", 2, 4))
        .containsExactly(0.5f, 0.5f, 1, 1, 0.5f, 0.5f, 1, 1);
  }

  @Test
  void otherProposalInitializers_keepTheirOwnValues() {
    RandomInitialization source = new RandomInitialization(Architecture.r50(), 1);
    try (TensorScope scope = TensorScope.open()) {
      Tensor queries = Ops.add(Ops.zeros(2, 2), 3);
      source.fill("proposal_queries.weight", queries);
      assertThat(HostTensors.toFloats(queries)).containsOnly(3);
      Tensor boxes = Ops.zeros(1, 4);
      source.fill("init_proposal_boxes.weight", boxes);
      assertThat(HostTensors.toFloats(boxes)).containsExactly(0.5f, 0.5f, 1, 1);
      assertThatThrownBy(() -> source.get("proposal_queries.weight", 2, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("proposal_queries.weight");
    }
  }

  private static float[] values(Architecture architecture, long seed, String name, long... shape) {
    try (TensorScope scope = TensorScope.open()) {
      return HostTensors.toFloats(new RandomInitialization(architecture, seed).get(name, shape));
    }
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double mean(float[] values) {
    return Arrays.stream(toDoubles(values)).average().orElseThrow();
  }

  private static double meanSquare(float[] values) {
    return Arrays.stream(toDoubles(values)).map(value -> value * value).average().orElseThrow();
  }

  private static double share(float[] values, double beyond) {
    return Arrays.stream(toDoubles(values)).filter(value -> Math.abs(value) > beyond).count()
        / (double) values.length;
  }

  private static float max(float[] values) {
    return (float) Arrays.stream(toDoubles(values)).max().orElseThrow();
  }

  private static float[] negated(float[] values) {
    float[] negated = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = -values[i];
    }
    return negated;
  }
}
