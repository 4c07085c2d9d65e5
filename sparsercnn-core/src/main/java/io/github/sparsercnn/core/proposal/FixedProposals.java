package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Boxes that stay as they are, for all pictures, with the learned features of the official network:
 * all that changes in training is {@code init_proposal_features.weight}.
 */
final class FixedProposals {
  private static final int EDGES = 4;

  private FixedProposals() {}

  /**
   * Proposals of these boxes.
   *
   * @param boxes centre x and y, width and height for each proposal, as fractions of the picture
   */
  static ProposalInitializer of(ProposalSettings settings, float[] boxes) {
    ProposalParameters parameters = new ProposalParameters();
    Tensor features = parameters.features(settings);
    return parameters.blindInitializer(
        context -> {
          Tensor fractions = HostTensors.ofFloats(boxes, boxes.length / EDGES, EDGES);
          Tensor here = Ops.like(fractions, context.imageScales());
          return new Proposals(context.toPixels(here), context.repeat(features));
        });
  }
}
