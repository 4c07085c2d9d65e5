package io.github.sparsercnn.core.proposal;

import java.util.function.Function;

/**
 * Makes {@link ProposalInitializer}s of one kind. Found by {@link java.util.ServiceLoader} under
 * its name, or given to {@code LibTorchRuntime} as an object.
 */
public interface ProposalInitializerProvider {
  /**
   * The name by which {@code MODEL.SparseRCNN.PROPOSALS} chooses this kind.
   *
   * @return lower case with dashes, for example {@code box-transformer}
   */
  String name();

  /**
   * Makes one for a network. No scope is open. Random numbers are drawn from LibTorch's generator,
   * which is seeded before a training; {@code Natives.load()} has been called.
   *
   * @param settings the network, and the config with the keys of this kind
   * @return a fresh initializer with freshly initialised parameters
   * @throws io.github.sparsercnn.ConfigException if a key has no possible value
   */
  ProposalInitializer create(ProposalSettings settings);

  /**
   * A provider that is not installed, for {@code LibTorchRuntime}.
   *
   * @param name as {@link #name}; saved with trained weights
   * @param create as {@link #create}
   * @return the provider
   */
  static ProposalInitializerProvider of(
      String name, Function<ProposalSettings, ProposalInitializer> create) {
    return new ProposalInitializerProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public ProposalInitializer create(ProposalSettings settings) {
        return create.apply(settings);
      }
    };
  }
}
