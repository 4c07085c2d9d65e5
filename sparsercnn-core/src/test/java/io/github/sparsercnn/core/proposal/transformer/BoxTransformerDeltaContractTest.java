package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;

/** The box transformer as its keys are by default. */
class BoxTransformerDeltaContractTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new BoxTransformerProvider();
  }
}
