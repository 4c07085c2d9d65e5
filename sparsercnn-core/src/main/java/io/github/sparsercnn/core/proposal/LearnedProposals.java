package io.github.sparsercnn.core.proposal;

import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * The proposals of the paper (section 3.2): one learned set of boxes and features for all pictures.
 *
 * <p>Parameters: {@code init_proposal_features.weight [N, C]} and {@code init_proposal_boxes.weight
 * [N, 4]}, centre and size as fractions of the picture.
 */
final class LearnedProposals implements ProposalInitializer {
  private final ProposalParameters parameters = new ProposalParameters();
  private final Tensor features;
  private final Tensor boxes;

  LearnedProposals(ProposalSettings settings) {
    features = parameters.features(settings);
    boxes = parameters.boxes(settings);
  }

  @Override
  public Proposals propose(ProposalContext context) {
    return new Proposals(context.toPixels(boxes), context.repeat(features));
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
