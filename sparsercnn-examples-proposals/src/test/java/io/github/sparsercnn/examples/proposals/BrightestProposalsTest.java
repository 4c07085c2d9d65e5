package io.github.sparsercnn.examples.proposals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract, and what is special about these proposals. */
class BrightestProposalsTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new BrightestProposals();
  }

  /** A picture of 3x2 cells, padded to 4x2. Two cells shine, and brighter yet the padding. */
  @Test
  void boxes_lieAroundTheStrongestCellsOfThePicture() {
    float[] cells = {0, -5, 0, 9, 0, 0, 3, 9};
    try (TensorScope scope = TensorScope.open();
        ProposalInitializer proposals = provider().create(settings())) {
      ProposalContext context =
          new ProposalContext(
              List.of(HostTensors.ofFloats(cells, 1, 1, 2, 4)),
              List.of(10),
              List.of(new ImageSize(30, 20)),
              HostTensors.ofFloats(new float[] {30, 20, 30, 20}, 1, 4),
              false);
      float[] boxes = HostTensors.toFloats(proposals.propose(context).boxes());
      // As large as the picture, around (15, 5), (25, 15), and the others in reading order.
      assertThat(boxes)
          .usingComparatorWithPrecision(1e-4f)
          .startsWith(0, -5, 30, 15, 10, 5, 40, 25, -10, -5, 20, 15);
    }
  }

  @Test
  void proposals_areFoundByNameAndTakeTheirKeys() {
    Config config = settings().config().with(ProposalInitializers.KEY, "brightest");
    try (ProposalInitializer proposals = ProposalInitializers.create(ProposalSettings.of(config))) {
      assertThat(proposals.module()).isNotNull();
    }
    assertThatThrownBy(() -> config.with(List.of("MODEL.SparseRCNN.BRIGHTEST.SIZES", "0.1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean MODEL.SparseRCNN.BRIGHTEST.SIZE?");
  }
}
