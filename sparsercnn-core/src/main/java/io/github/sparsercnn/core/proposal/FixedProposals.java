package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Boxes that stay as they are, for all pictures, with the learned features of the official network:
 * all that changes in training is {@code init_proposal_features.weight}.
 */
final class FixedProposals implements ProposalInitializer {
  private static final int EDGES = 4;

  private final ProposalParameters parameters = new ProposalParameters();
  private final Tensor features;
  private final float[] boxes;

  /**
   * Proposals of these boxes.
   *
   * @param boxes centre x and y, width and height for each proposal, as fractions of the picture
   */
  FixedProposals(ProposalSettings settings, float[] boxes) {
    features = parameters.features(settings);
    this.boxes = boxes;
  }

  @Override
  public Proposals propose(ProposalContext context) {
    Tensor fractions = HostTensors.ofFloats(boxes, boxes.length / EDGES, EDGES);
    return new Proposals(
        context.toPixels(Ops.like(fractions, context.imageScales())), context.repeat(features));
  }

  @Override
  public boolean readsPictures() {
    return false;
  }

  @Override
  public Module module() {
    return parameters.module();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
