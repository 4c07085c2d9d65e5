package io.github.sparsercnn.core.proposal;

/** Makes {@link ProposalInitializer}s of one kind; found by {@link java.util.ServiceLoader}. */
public interface ProposalInitializerProvider {
  /**
   * The name by which {@code MODEL.SparseRCNN.PROPOSALS} chooses this kind.
   *
   * @return lower case with dashes, for example {@code box-transformer}
   */
  String name();

  /**
   * Makes one for a network.
   *
   * @param shape what the network expects
   * @return a fresh initializer with freshly initialised parameters
   */
  ProposalInitializer create(ProposalShape shape);
}
