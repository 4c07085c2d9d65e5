/** A proposal initializer that is found by name, as in {@code docs/proposals.md}. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.examples.proposals {
  requires io.github.sparsercnn.core;
  requires static org.jspecify;

  provides io.github.sparsercnn.core.proposal.ProposalInitializerProvider with
      io.github.sparsercnn.examples.proposals.BrightestProposals;
  provides io.github.sparsercnn.core.config.ConfigExtension with
      io.github.sparsercnn.examples.proposals.BrightestProposals;
}
