/**
 * What every {@code ProposalInitializer} must hold, for its author to run: published as the
 * artifact's {@code tests} jar.
 */
package io.github.sparsercnn.core.proposal.contract;
