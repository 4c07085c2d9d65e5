package io.github.sparsercnn.core.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.testing.GoldenTraining;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetCriterionTest {
  private static final int CLASSES = 3;
  private static final SetCriterion CRITERION =
      new SetCriterion(CLASSES, FocalLoss.OFFICIAL, LossWeights.OFFICIAL, true);
  private static final ImageSize SIZE = new ImageSize(100, 50);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny_adamw",
        "tiny_one_image_without_boxes",
        "tiny_sgd_backbone_multiplier",
        "tiny_softmax",
        "r50_100"
      })
  void matches_areTheOfficialOnes(String name) {
    try (GoldenTraining training = new GoldenTraining(name, false);
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      ImageBatch batch = training.batch();
      Matches matches =
          training.criterion().match(training.network().forward(batch), batch, training.truths());
      for (int stage = 0; stage < matches.predictions().stages(); stage++) {
        for (int image = 0; image < batch.sizes().size(); image++) {
          String match = "match.stage" + stage + ".image" + image;
          Tensor expected = training.golden().tensor(match);
          assertThat(matches.of(stage, image).rows())
              .as(match)
              .containsExactly(HostTensors.toInts(expected.select(0, 0)));
          assertThat(matches.of(stage, image).columns())
              .as(match)
              .containsExactly(HostTensors.toInts(expected.select(0, 1)));
        }
      }
    }
  }

  @Test
  void losses_takeOthersIn() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0, 0, 0, 10, 10);
      Losses official = CRITERION.losses(List.of(stage), batch(), truths(1));
      Losses more = official.plus("loss_own", HostTensors.ofFloats(new float[] {2}));
      assertThat(more.values()).hasSize(4).containsEntry("loss_own", 2.0);
      assertThat(more.total().item_double())
          .isCloseTo(official.total().item_double() + 2, within(1e-6));
      assertThat(official.values()).hasSize(3);
      Tensor scalar = HostTensors.ofFloats(new float[] {2});
      assertThatThrownBy(() -> more.plus("loss_own", scalar)).hasMessageContaining("already");
      assertThatThrownBy(() -> more.plus("loss_ce", scalar)).hasMessageContaining("already");
      Tensor vector = HostTensors.ofFloats(new float[] {2, 3}, 2);
      assertThatThrownBy(() -> more.plus("loss_two", vector)).hasMessageContaining("scalar");
    }
  }

  @Test
  void losses_areNamedAsTheOfficialOnes() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0, 0, 0, 10, 10);
      Map<String, Double> losses =
          CRITERION.losses(List.of(stage, stage, stage), batch(), truths(1)).values();
      assertThat(losses.keySet())
          .containsExactly(
              "loss_ce",
              "loss_giou",
              "loss_bbox",
              "loss_ce_0",
              "loss_giou_0",
              "loss_bbox_0",
              "loss_ce_1",
              "loss_giou_1",
              "loss_bbox_1");
      assertThat(losses.get("loss_ce_1")).isEqualTo(losses.get("loss_ce"));
    }
  }

  @Test
  void losses_haveTheirOfficialWeights() {
    try (TensorScope scope = TensorScope.open()) {
      // Half of the true box, which is [0, 0, 20, 10] in a picture of 100 x 50.
      StageOutput stage = proposals(0, 0, 0, 10, 10);
      Losses losses = CRITERION.losses(List.of(stage), batch(), truths(1));
      Map<String, Double> values = losses.values();
      double positive = 0.25 * 0.25 * Math.log(2);
      double negatives = 2 * 0.75 * 0.25 * Math.log(2);
      assertThat(values.get("loss_ce")).isCloseTo(2 * (positive + negatives), within(1e-6));
      assertThat(values.get("loss_giou")).isCloseTo(2 * 0.5, within(1e-6));
      assertThat(values.get("loss_bbox")).isCloseTo(5 * 0.1, within(1e-6));
      assertThat(losses.total().item_float())
          .isCloseTo((float) values.values().stream().mapToDouble(v -> v).sum(), within(1e-6f));
    }
  }

  @Test
  void losses_areDividedByTheBoxesOfTheWholeBatch() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0, 0, 0, 10, 10);
      double alone = total(CRITERION.losses(List.of(stage), batch(), truths(1)));
      double shared = total(CRITERION.losses(List.of(stage), batch(), truths(1), 2));
      assertThat(shared).isCloseTo(alone / 2, within(1e-6));
    }
  }

  @Test
  void pictureWithoutBoxes_isAllBackground() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0, 0, 0, 10, 10, 1, 1, 5, 5);
      stage.logits().set_requires_grad(true);
      stage.boxes().set_requires_grad(true);
      Losses losses = CRITERION.losses(List.of(stage, stage), batch(), truths(0));
      Map<String, Double> values = losses.values();
      // Six logits of zero, with one box at least to divide by.
      assertThat(values.get("loss_ce")).isCloseTo(2 * 6 * 0.75 * 0.25 * Math.log(2), within(1e-6));
      assertThat(values.get("loss_giou")).isZero();
      assertThat(values.get("loss_bbox_0")).isZero();
      losses.total().backward();
      assertThat(HostTensors.toFloats(stage.logits().grad())).doesNotContain(0f, Float.NaN);
      assertThat(HostTensors.toFloats(stage.boxes().grad())).containsOnly(0f);
    }
  }

  @Test
  void moreBoxesThanProposals_giveEachProposalABox() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0, 0, 0, 10, 10, 30, 30, 40, 40);
      Matches matches = CRITERION.match(List.of(stage, stage), batch(), truths(5));
      assertThat(matches.of(1, 0).rows()).containsExactly(0, 1);
      assertThat(matches.of(1, 0).columns()).containsExactly(0, 3);
      assertThat(total(CRITERION.losses(List.of(stage, stage), batch(), truths(5)))).isFinite();
    }
  }

  @Test
  void outputsThatAreNotFinite_areReportedWithPictureAndStage() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput good = proposals(0, 0, 0, 10, 10);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        StageOutput broken = proposals(0, 0, 0, 10, bad);
        assertThatThrownBy(() -> CRITERION.losses(List.of(good, broken, good), batch(), truths(1)))
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessageContaining("stage 1")
            .hasMessageContaining("smear.jpg");
      }
      assertThatThrownBy(
              () ->
                  CRITERION.losses(List.of(proposals(Float.NaN, 0, 0, 10, 10)), batch(), truths(1)))
          .isInstanceOf(TrainingDivergedException.class);
    }
  }

  @Test
  void truthsThatDoNotFit_areRefused() {
    try (TensorScope scope = TensorScope.open()) {
      List<StageOutput> stages = List.of(proposals(0, 0, 0, 10, 10));
      assertThatThrownBy(() -> CRITERION.losses(stages, batch(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 ground truths for a batch of 1");
      GroundTruth fourthClass = new GroundTruth("a.jpg", Boxes.of(0, 0, 1, 1), new int[] {3});
      assertThatThrownBy(() -> CRITERION.losses(stages, batch(), List.of(fourthClass)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a.jpg has class 3, expected 0 to 2");
      assertThatThrownBy(() -> new GroundTruth("a.jpg", Boxes.empty(), new int[] {3}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void halfPrecisionOutputs_areJudgedInSinglePrecision() {
    try (TensorScope scope = TensorScope.open()) {
      StageOutput stage = proposals(0.3f, 0, 0, 10, 10);
      StageOutput half =
          new StageOutput(
              stage.logits().to(ScalarType.BFloat16),
              stage.boxes().to(ScalarType.BFloat16),
              stage.features());
      assertThat(total(CRITERION.losses(List.of(half), batch(), truths(1))))
          .isCloseTo(total(CRITERION.losses(List.of(stage), batch(), truths(1))), within(1e-3));
    }
  }

  @Test
  void criterion_followsTheConfig() {
    Config config =
        Config.defaults()
            .with("MODEL.SparseRCNN.NUM_CLASSES", CLASSES)
            .with("MODEL.SparseRCNN.L1_WEIGHT", 10.0);
    try (TensorScope scope = TensorScope.open()) {
      List<StageOutput> stages = List.of(proposals(0, 0, 0, 10, 10));
      Map<String, Double> official = CRITERION.losses(stages, batch(), truths(1)).values();
      Map<String, Double> doubled =
          SetCriterion.of(config).losses(stages, batch(), truths(1)).values();
      assertThat(doubled.get("loss_bbox")).isCloseTo(2 * official.get("loss_bbox"), within(1e-6));
      assertThat(doubled.get("loss_ce")).isEqualTo(official.get("loss_ce"));
    }
  }

  @Test
  void lastStageAlone_isJudgedWithoutDeepSupervision() {
    SetCriterion shallow =
        new SetCriterion(CLASSES, FocalLoss.OFFICIAL, LossWeights.OFFICIAL, false);
    try (TensorScope scope = TensorScope.open()) {
      StageOutput far = proposals(0, 80, 40, 90, 50);
      StageOutput near = proposals(0, 0, 0, 10, 10);
      assertThat(shallow.losses(List.of(far, near), batch(), truths(1)).values())
          .isEqualTo(CRITERION.losses(List.of(near), batch(), truths(1)).values());
    }
  }

  private static double total(Losses losses) {
    return losses.total().item_double();
  }

  /** One picture's proposals: the same logit everywhere, and boxes. */
  private static StageOutput proposals(float logit, float... xyxy) {
    int n = xyxy.length / 4;
    return new StageOutput(
        Ops.add(Ops.zeros(1, n, CLASSES), logit),
        HostTensors.ofFloats(xyxy, 1, n, 4),
        Ops.zeros(1, n, 8));
  }

  private static ImageBatch batch() {
    return new ImageBatch(Ops.zeros(1, 3, 64, 128), List.of(SIZE));
  }

  /** Boxes of 20 x 10, each ten pixels below the one before. */
  private static List<GroundTruth> truths(int n) {
    float[] xyxy = new float[4 * n];
    for (int i = 0; i < n; i++) {
      xyxy[4 * i + 1] = 10 * i;
      xyxy[4 * i + 2] = 20;
      xyxy[4 * i + 3] = 10 * i + 10;
    }
    int[] classIds = IntStream.range(0, n).map(i -> i % CLASSES).toArray();
    return List.of(new GroundTruth("smear.jpg", Boxes.of(xyxy), classIds));
  }
}
