package io.github.sparsercnn.core.proposal;

/**
 * Makes proposals that all begin with the whole picture, {@code PROPOSALS: fixed}. Only their
 * features are learned. They need nothing that weights of the official network do not hold.
 */
public final class FixedProposalsProvider implements ProposalInitializerProvider {
  private static final float[] WHOLE_PICTURE = {0.5f, 0.5f, 1, 1};

  /** For {@link java.util.ServiceLoader}. */
  public FixedProposalsProvider() {}

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    float[] boxes = new float[WHOLE_PICTURE.length * settings.numProposals()];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = WHOLE_PICTURE[i % WHOLE_PICTURE.length];
    }
    return FixedProposals.of(settings, boxes);
  }
}
