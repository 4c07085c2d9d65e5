package io.github.sparsercnn.core.proposal;

/**
 * What a network expects of its proposals.
 *
 * @param numProposals {@code MODEL.SparseRCNN.NUM_PROPOSALS}, N
 * @param hiddenDim {@code MODEL.SparseRCNN.HIDDEN_DIM}, C
 */
public record ProposalShape(int numProposals, int hiddenDim) {}
