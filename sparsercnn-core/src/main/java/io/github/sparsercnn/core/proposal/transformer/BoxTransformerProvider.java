package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalSettings;

/** Makes proposals that depend on the picture, {@code PROPOSALS: box-transformer}. */
public final class BoxTransformerProvider implements ProposalInitializerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public BoxTransformerProvider() {}

  @Override
  public String name() {
    return "box-transformer";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    return BoxTransformerProposals.of(settings);
  }
}
