package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.config.ConfigExtension;
import java.util.Map;

/**
 * Makes proposals whose boxes are drawn at random, once for all pictures, {@code PROPOSALS:
 * random}. {@code RANDOM_PROPOSALS.SEED} decides which; weights that were trained with them hold
 * them. Only their features are learned.
 */
public final class RandomProposalsProvider implements ProposalInitializerProvider, ConfigExtension {
  private static final String SEED = "MODEL.SparseRCNN.RANDOM_PROPOSALS.SEED";

  /** For {@link java.util.ServiceLoader}. */
  public RandomProposalsProvider() {}

  @Override
  public String name() {
    return "random";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(SEED, 0);
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    return new RandomProposals(settings, settings.config().getInt(SEED));
  }
}
