package io.github.sparsercnn.core.proposal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ProposalLossTest {
  private static final ImageSize SIZE = new ImageSize(100, 50);
  private static final String L1 = "loss_proposal_bbox";
  private static final String GIOU = "loss_proposal_giou";

  private static ProposalLoss loss(double weight) {
    return ProposalLoss.of(
        SmallBoxTransformer.CONFIG.with("MODEL.SparseRCNN.LOSS_WEIGHT_BOX", weight));
  }

  private static Map<String, Tensor> losses(Tensor boxes, double normalizer, float[]... wanted) {
    ProposalContext context =
        SmallBoxTransformer.context(
            Ops.zeros(wanted.length, 4, 4, 7), List.of(SIZE, SIZE).subList(0, wanted.length), true);
    List<Tensor> truths = new ArrayList<>();
    List<Tensor> classes = new ArrayList<>();
    for (float[] boxesOfPicture : wanted) {
      int count = boxesOfPicture.length / 4;
      truths.add(HostTensors.ofFloats(boxesOfPicture, count, 4));
      classes.add(HostTensors.ofLongs(new long[count], count));
    }
    return loss(1)
        .of(
            context,
            new Proposals(boxes, Ops.zeros(wanted.length, boxes.size(1), 4)),
            new ProposalTargets(truths, classes, normalizer));
  }

  @Test
  void loss_isThatOfTheBestPairs() {
    try (TensorScope scope = TensorScope.open()) {
      // The first box lies beside the second proposal, the second one is the first proposal.
      Tensor proposals =
          HostTensors.ofFloats(new float[] {0, 0, 20, 10, 50, 20, 70, 40, 80, 0, 100, 50}, 1, 3, 4);
      Map<String, Tensor> losses = losses(proposals, 2, new float[] {50, 20, 70, 30, 0, 0, 20, 10});
      // One edge is 10 of 50 pixels away; the boxes overlap by half in a hull that is their union.
      assertThat(losses.get(L1).item_float()).isCloseTo(5 * 0.2f / 2, within(1e-6f));
      assertThat(losses.get(GIOU).item_float()).isCloseTo(2 * 0.5f / 2, within(1e-6f));
    }
  }

  @Test
  void picturesWithoutBoxes_payNothing() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor proposals =
          HostTensors.ofFloats(new float[] {0, 0, 20, 10, 1, 2, 30, 40}, 2, 1, 4)
              .set_requires_grad(true);
      Map<String, Tensor> losses = losses(proposals, 1, new float[0], new float[0]);
      assertThat(losses.get(L1).item_float()).isZero();
      assertThat(losses.get(GIOU).item_float()).isZero();
      losses.get(L1).add(losses.get(GIOU)).backward();
      assertThat(proposals.grad().abs().sum().item_float()).isZero();
    }
  }

  @Test
  void moreBoxesThanProposals_giveEachProposalOne() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor proposals =
          HostTensors.ofFloats(new float[] {0, 0, 20, 10}, 1, 1, 4).set_requires_grad(true);
      Map<String, Tensor> losses = losses(proposals, 1, new float[] {80, 30, 90, 50, 0, 0, 20, 20});
      assertThat(losses.get(L1).item_float()).isCloseTo(5 * 0.2f, within(1e-6f));
      losses.get(L1).add(losses.get(GIOU)).backward();
      assertThat(HostTensors.toFloats(proposals.grad())[3]).isNegative();
    }
  }

  @Test
  void weight_countsForBothAndZeroIsForNone() {
    assertThat(loss(0)).isNull();
    assertThat(loss(0.5)).isEqualTo(new ProposalLoss(2.5, 1));
  }

  @Test
  void divergedBoxes_areNamed() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor proposals = HostTensors.ofFloats(new float[] {0, 0, Float.NaN, 10}, 1, 1, 4);
      assertThatThrownBy(() -> losses(proposals, 1, new float[] {0, 0, 20, 20}))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("picture 0");
    }
  }
}
