package io.github.sparsercnn.core.proposal.transformer;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.LearnedProposalsProvider;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.GlobalRandom;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTransformerProposalsTest {
  private static final String DECODING = "MODEL.SparseRCNN.DECODING_BOX";
  private static final String LAST_LAYER = "box_transformer.box_mlp.layers.1.";
  private static final String BASE_BOXES = "init_proposal_boxes.weight";

  /**
   * The first layer's objects are zeros, so what its self-attention mixes are equal values, however
   * it weighs them.
   */
  private static final String WITHOUT_EFFECT =
      "box_transformer.decoder.layers.0.self_attn.in_proj_weight";

  private static final int HEIGHT = 10;
  private static final int WIDTH = 16;
  private static final List<ImageSize> SIZES =
      List.of(new ImageSize(240, 160), new ImageSize(200, 130));

  private static Tensor map() {
    return SmallBoxTransformer.uniform("map", 2, SmallBoxTransformer.DIM, HEIGHT, WIDTH);
  }

  private static ProposalContext context(boolean training) {
    return SmallBoxTransformer.context(map(), SIZES, training);
  }

  @Test
  void untrainedDeltas_areTheLearnedProposals() {
    ProposalSettings settings = ProposalSettings.of(SmallBoxTransformer.CONFIG);
    try (SmallBoxTransformer small = SmallBoxTransformer.fresh();
        ProposalInitializer learned = new LearnedProposalsProvider().create(settings);
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Tensor boxes =
          Ops.add(
              Ops.mul(SmallBoxTransformer.uniform("b", SmallBoxTransformer.PROPOSALS, 4), 0.3),
              0.5);
      for (ProposalInitializer each : List.of(small.proposals(), learned)) {
        ModuleParameters.named(each.module()).get(BASE_BOXES).copy_(boxes);
      }
      Proposals ours = small.propose(context(false));
      Proposals theirs = learned.propose(context(false));
      assertClose(
          "boxes", HostTensors.toFloats(ours.boxes()), HostTensors.toFloats(theirs.boxes()), 1e-6);
      assertThat(HostTensors.shape(ours.features()))
          .isEqualTo(HostTensors.shape(theirs.features()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "sigmoid"})
  void boxes_dependOnThePicture(String decoding) {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula(DECODING, decoding);
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Tensor boxes = small.propose(context(false)).boxes();
      Tensor others =
          small.propose(SmallBoxTransformer.context(Ops.mul(map(), -2), SIZES, false)).boxes();
      assertThat(boxes.sub(others).abs().max().item_float()).isGreaterThan(0.5f);
    }
  }

  @Test
  void boxes_doNotDependOnWhatThePaddingHolds() {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      ProposalContext context = context(false);
      Tensor noise = Ops.mul(SmallBoxTransformer.uniform("noise", 2, 64, HEIGHT, WIDTH), 100);
      Tensor padding = Ops.toFloat(context.paddingMask(2)).unsqueeze(1);
      assertThat(padding.sum().item_float()).isGreaterThan(10);
      ProposalContext noisy =
          SmallBoxTransformer.context(map().add(noise.mul(padding)), SIZES, false);
      assertClose("boxes", boxes(small, noisy), boxes(small, context), 1e-5);
    }
  }

  @Test
  void boxes_doNotDependOnHowMuchPaddingThereIs() {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Tensor wider = Ops.zeros(2, SmallBoxTransformer.DIM, HEIGHT + 3, WIDTH + 6);
      wider.narrow(2, 0, HEIGHT).narrow(3, 0, WIDTH).copy_(map());
      assertClose(
          "boxes",
          boxes(small, SmallBoxTransformer.context(wider, SIZES, false)),
          boxes(small, context(false)),
          1e-5);
    }
  }

  private static float[] boxes(SmallBoxTransformer small, ProposalContext context) {
    return HostTensors.toFloats(small.propose(context).boxes());
  }

  @Test
  void dropout_isForTrainingOnlyAndRepeatable() {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      assertThat(seeded(small, 1, false)).isEqualTo(seeded(small, 2, false));
      assertThat(seeded(small, 1, true)).isEqualTo(seeded(small, 1, true));
      assertThat(seeded(small, 1, true)).isNotEqualTo(seeded(small, 2, true));
      assertThat(seeded(small, 1, true)).isNotEqualTo(seeded(small, 1, false));
    }
    try (SmallBoxTransformer small =
            SmallBoxTransformer.ofFormula("MODEL.SparseRCNN.DROPOUT_BOX", "0.0");
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      assertThat(seeded(small, 1, true)).isEqualTo(seeded(small, 2, false));
    }
  }

  private static float[] seeded(SmallBoxTransformer small, long seed, boolean training) {
    GlobalRandom.seed(seed);
    return boxes(small, context(training));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "sigmoid"})
  void gradients_reachAllOfItsParameters(String decoding) {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula(DECODING, decoding);
        TensorScope scope = TensorScope.open()) {
      Map<String, float[]> gradients = small.gradients(context(false));
      assertThat(gradients).containsKey("proposal_queries.weight");
      assertThat(gradients.containsKey(BASE_BOXES)).isEqualTo(decoding.equals("delta"));
      small
          .parameters()
          .keySet()
          .forEach(
              name -> {
                if (name.startsWith("box_transformer.") && !name.equals(WITHOUT_EFFECT)) {
                  assertThat(largest(gradients.get(name))).as(name).isGreaterThan(1e-4f);
                }
              });
    }
  }

  @Test
  void gradients_ofAFreshOneReachTheLastLayerAndTheBaseBoxesOnly() {
    try (SmallBoxTransformer small = SmallBoxTransformer.fresh();
        TensorScope scope = TensorScope.open()) {
      Map<String, float[]> gradients = small.gradients(context(true));
      gradients.forEach(
          (name, gradient) -> {
            if (name.startsWith(LAST_LAYER) || name.equals(BASE_BOXES)) {
              assertThat(largest(gradient)).as(name).isPositive();
            } else {
              assertThat(largest(gradient)).as(name).isZero();
            }
          });
      assertThat(gradients).containsKeys(LAST_LAYER + "weight", LAST_LAYER + "bias", BASE_BOXES);
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void bfloat16Features_giveNearlyTheSameBoxesInSinglePrecision() {
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
        TensorScope scope = TensorScope.open()) {
      Tensor exact = small.propose(context(false)).boxes();
      ProposalContext mixed = SmallBoxTransformer.context(Ops.toBfloat16(map()), SIZES, false);
      Proposals proposals = small.propose(mixed);
      assertThat(proposals.boxes().scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(proposals.features().scalar_type().intern()).isEqualTo(ScalarType.Float);
      float[] boxes = HostTensors.toFloats(proposals.boxes());
      assertThat(boxes).isNotEqualTo(HostTensors.toFloats(exact)); // or it was not mixed
      assertClose("boxes", boxes, HostTensors.toFloats(exact), 0.02);
      Map<String, float[]> gradients =
          small.gradients(SmallBoxTransformer.context(Ops.toBfloat16(map()), SIZES, true));
      gradients.forEach(
          (name, gradient) -> assertThat(gradient).as(name).doesNotContain(Float.NaN));
    }
  }

  @Test
  void freshValues_areThoseOfTheSeed() {
    try (SmallBoxTransformer one = SmallBoxTransformer.fresh();
        SmallBoxTransformer other = SmallBoxTransformer.fresh();
        TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> same = other.parameters();
      one.parameters()
          .forEach(
              (name, tensor) ->
                  assertThat(HostTensors.toFloats(tensor))
                      .as(name)
                      .isEqualTo(HostTensors.toFloats(same.get(name))));
      String input = "box_transformer.decoder.layers.1.multihead_attn.in_proj_weight";
      double bound = Math.sqrt(6.0 / (4 * SmallBoxTransformer.DIM)); // Glorot
      assertThat(same.get(input).abs().max().item_float())
          .isBetween((float) (0.99 * bound), (float) bound);
      assertThat(same.get("proposal_queries.weight").std().item_float()).isBetween(0.9f, 1.1f);
    }
  }

  @Test
  void weightsOfOtherProposals_fitDeltasButNotSigmoids() {
    try (SmallBoxTransformer delta = SmallBoxTransformer.fresh();
        SmallBoxTransformer sigmoid = SmallBoxTransformer.fresh(DECODING, "sigmoid")) {
      for (String name : List.of("proposal_queries.weight", LAST_LAYER + "bias")) {
        assertThat(delta.proposals().mayStartFresh(name)).isTrue();
        assertThat(sigmoid.proposals().mayStartFresh(name)).isFalse();
      }
      assertThat(delta.proposals().mayStartFresh(BASE_BOXES)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 1", "36, 3", "128, 2", "256, 0"})
  void anyDimensionAndLevel_willDo(int dim, int level) {
    Config config =
        SmallBoxTransformer.CONFIG
            .with("MODEL.SparseRCNN.HIDDEN_DIM", dim)
            .with("MODEL.FPN.OUT_CHANNELS", dim)
            .with("MODEL.SparseRCNN.NHEADS", 4)
            .with("MODEL.SparseRCNN.NHEADS_BOX", 4)
            .with("MODEL.SparseRCNN.PE_LEVEL", level);
    try (ProposalInitializer proposals =
            ProposalInitializers.create("box-transformer", ProposalSettings.of(config));
        TensorScope scope = TensorScope.open()) {
      // Half a cell of the coarsest level, so that all of them have cells on the picture.
      ProposalContext context =
          SmallBoxTransformer.context(
              SmallBoxTransformer.uniform("map", 1, dim, 4, 5),
              List.of(new ImageSize(20, 16)),
              true);
      assertThat(HostTensors.shape(proposals.propose(context).boxes()))
          .containsExactly(1, SmallBoxTransformer.PROPOSALS, 4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PE_LEVEL | 3 | PE_LEVEL is 3 (override), expected 0 to 2: the network pools 3 levels",
        "PE_LEVEL | -1 | expected 0 to 2",
        "NHEADS_BOX | 7 | NHEADS_BOX is 7 (override), expected a divisor of",
        "NHEADS_BOX | 0 | expected at least 1",
        "NUM_LAYER_BOX | 0 | NUM_LAYER_BOX is 0",
        "MLP_N_LAYERS | 0 | MLP_N_LAYERS is 0",
        "DROPOUT_BOX | 1.0 | DROPOUT_BOX is 1.0 (override), expected at least 0 and less than 1",
        "PE | learned | PE is learned (override), expected sine",
        "DECODING_BOX | deltas | expected delta or sigmoid",
        "LOSS_WEIGHT_BOX | -1.0 | LOSS_WEIGHT_BOX is -1.0",
      })
  void impossibleKeys_areNamed(String key, String value, String message) {
    Config config =
        SmallBoxTransformer.CONFIG
            .with("MODEL.ROI_HEADS.IN_FEATURES", List.of("p2", "p3", "p4"))
            .with(List.of("MODEL.SparseRCNN." + key, value));
    assertThatThrownBy(
            () ->
                ProposalInitializers.create("box-transformer", ProposalSettings.of(config)).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void dimensionsWithoutPositions_areRefused() {
    Config config =
        SmallBoxTransformer.CONFIG
            .with("MODEL.SparseRCNN.HIDDEN_DIM", 18)
            .with("MODEL.FPN.OUT_CHANNELS", 18)
            .with("MODEL.SparseRCNN.NHEADS", 2)
            .with("MODEL.SparseRCNN.NHEADS_BOX", 2);
    assertThatThrownBy(
            () ->
                ProposalInitializers.create("box-transformer", ProposalSettings.of(config)).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("HIDDEN_DIM is 18")
        .hasMessageContaining("a multiple of 4");
  }

  @Test
  void nativeMemory_isFlatOverManyProposals() {
    run(2);
    long before = Pointer.totalCount();
    run(1);
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    long resident = Pointer.physicalBytes();
    try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula()) {
      for (int i = 0; i < 200; i++) {
        try (TensorScope scope = TensorScope.open()) {
          small.gradients(context(true));
        }
      }
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    assertThat(Pointer.physicalBytes() - resident).isLessThan(50_000_000);
  }

  private static void run(int times) {
    for (int i = 0; i < times; i++) {
      try (SmallBoxTransformer small = SmallBoxTransformer.ofFormula();
          TensorScope scope = TensorScope.open()) {
        small.gradients(context(true));
      }
    }
  }
}
