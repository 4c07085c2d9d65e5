package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;

class LearnedProposalsTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new LearnedProposalsProvider();
  }
}
