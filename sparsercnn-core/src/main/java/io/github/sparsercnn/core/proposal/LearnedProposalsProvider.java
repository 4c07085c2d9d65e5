package io.github.sparsercnn.core.proposal;

/** Makes the proposals of the paper, {@code PROPOSALS: learned}. */
public final class LearnedProposalsProvider implements ProposalInitializerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LearnedProposalsProvider() {}

  @Override
  public String name() {
    return "learned";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    return new LearnedProposals(settings);
  }
}
