package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import java.util.List;

/**
 * What a {@link ProposalInitializer} is made for: the network around it, and the config with the
 * initializer's own keys.
 *
 * @param architecture of the network
 * @param config in force; own keys are declared by a {@link
 *     io.github.sparsercnn.core.config.ConfigExtension}
 */
public record ProposalSettings(Architecture architecture, Config config) {
  /**
   * The settings of the network that a config describes.
   *
   * @param config in force
   * @return the settings
   * @throws io.github.sparsercnn.ConfigException if the config describes no network
   */
  public static ProposalSettings of(Config config) {
    return new ProposalSettings(Architecture.of(config), config);
  }

  /** {@return {@code MODEL.SparseRCNN.NUM_PROPOSALS}, N} */
  public int numProposals() {
    return architecture.numProposals();
  }

  /**
   * {@return {@code MODEL.SparseRCNN.HIDDEN_DIM}, C: the values of a proposal's feature, and the
   * channels of the feature maps}
   */
  public int hiddenDim() {
    return architecture.hiddenDim();
  }

  /** {@return pixels of the padded picture per cell of each feature map, finest first} */
  public List<Integer> strides() {
    return architecture.roiInFeatures().stream()
        .map(level -> 1 << Integer.parseInt(level.substring(1)))
        .toList();
  }
}
