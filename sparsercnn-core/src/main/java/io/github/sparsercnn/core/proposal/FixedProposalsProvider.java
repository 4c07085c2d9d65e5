package io.github.sparsercnn.core.proposal;

/**
 * Makes proposals that all begin with the whole picture, {@code PROPOSALS: fixed}. Only their
 * features are learned. They need nothing that weights of the official network do not hold.
 */
public final class FixedProposalsProvider implements ProposalInitializerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public FixedProposalsProvider() {}

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    float[] whole = ProposalParameters.WHOLE_IMAGE;
    float[] boxes = new float[whole.length * settings.numProposals()];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = whole[i % whole.length];
    }
    return FixedProposals.of(settings, boxes);
  }
}
