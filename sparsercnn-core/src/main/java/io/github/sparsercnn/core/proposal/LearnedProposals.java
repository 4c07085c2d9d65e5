package io.github.sparsercnn.core.proposal;

import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The proposals of the paper (section 3.2): one learned set of boxes and features for all pictures.
 *
 * <p>Parameters: {@code init_proposal_features.weight [N, C]} and {@code init_proposal_boxes.weight
 * [N, 4]}, centre and size as fractions of the picture.
 */
final class LearnedProposals implements ProposalInitializer {
  /** The whole picture, where official training starts. */
  private static final float[] WHOLE_IMAGE = {0.5f, 0.5f, 1f, 1f};

  private final ProposalParameters parameters = new ProposalParameters();
  private final Tensor features;
  private final Tensor boxes;

  LearnedProposals(ProposalSettings settings) {
    features = parameters.features(settings);
    boxes =
        parameters.parameter(
            "init_proposal_boxes.weight", () -> wholeImages(settings.numProposals()));
  }

  private static Tensor wholeImages(int n) {
    Tensor whole = torch.torch_empty(n, WHOLE_IMAGE.length);
    for (int i = 0; i < WHOLE_IMAGE.length; i++) {
      whole.narrow(1, i, 1).fill_(new Scalar(WHOLE_IMAGE[i]));
    }
    return whole;
  }

  @Override
  public Proposals propose(ProposalContext context) {
    return new Proposals(context.toPixels(boxes), context.repeat(features));
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
