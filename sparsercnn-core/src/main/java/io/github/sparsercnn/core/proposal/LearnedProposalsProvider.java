package io.github.sparsercnn.core.proposal;

import org.bytedeco.pytorch.Tensor;

/**
 * Makes the proposals of the paper (section 3.2), {@code PROPOSALS: learned}: one learned set of
 * boxes and features for all pictures.
 *
 * <p>Parameters: {@code init_proposal_features.weight [N, C]} and {@code init_proposal_boxes.weight
 * [N, 4]}, centre and size as fractions of the picture.
 */
public final class LearnedProposalsProvider implements ProposalInitializerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LearnedProposalsProvider() {}

  @Override
  public String name() {
    return "learned";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    ProposalParameters parameters = new ProposalParameters();
    Tensor features = parameters.features(settings);
    Tensor boxes = parameters.boxes(settings);
    return parameters.blindInitializer(
        context -> new Proposals(context.toPixels(boxes), context.repeat(features)));
  }
}
