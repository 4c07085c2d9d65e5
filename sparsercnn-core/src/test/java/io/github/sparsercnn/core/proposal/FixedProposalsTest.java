package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;

class FixedProposalsTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new FixedProposalsProvider();
  }
}
