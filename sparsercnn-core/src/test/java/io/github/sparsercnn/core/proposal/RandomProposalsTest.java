package io.github.sparsercnn.core.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.TensorScope;
import org.junit.jupiter.api.Test;

class RandomProposalsTest extends ProposalInitializerContract {
  private static final String SEED = "MODEL.SparseRCNN.RANDOM_PROPOSALS.SEED";

  @Override
  protected ProposalInitializerProvider provider() {
    return new RandomProposalsProvider();
  }

  private float[] boxes(int seed) {
    ProposalSettings settings =
        new ProposalSettings(settings().architecture(), settings().config().with(SEED, seed));
    try (TensorScope scope = TensorScope.open();
        ProposalInitializer proposals = provider().create(settings)) {
      return HostTensors.toFloats(
          ModuleParameters.buffers(proposals.module()).get("random_proposal_boxes"));
    }
  }

  @Test
  void boxes_areThoseOfTheSeed() {
    assertThat(boxes(3)).isEqualTo(boxes(3)).isNotEqualTo(boxes(4));
  }

  @Test
  void boxes_lieWithinThePicture() {
    float[] boxes = boxes(0);
    for (int i = 0; i < boxes.length; i++) {
      int edge = i % 4;
      float side = boxes[edge < 2 ? i + 2 : i];
      float centre = boxes[edge < 2 ? i : i - 2];
      assertThat(side).isBetween(0.1f, 1f);
      assertThat(centre - side / 2).isGreaterThanOrEqualTo(-1e-6f);
      assertThat(centre + side / 2).isLessThanOrEqualTo(1 + 1e-6f);
    }
  }
}
