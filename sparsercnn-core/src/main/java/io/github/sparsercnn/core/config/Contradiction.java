package io.github.sparsercnn.core.config;

/**
 * A value on which a config and the shapes of the weights disagree.
 *
 * @param key the config key, for example {@code MODEL.SparseRCNN.NUM_CLASSES}
 * @param configured the value in the config
 * @param origin where the config has it from
 * @param inWeights the value that the shapes show
 */
public record Contradiction(String key, Object configured, String origin, Object inWeights) {
  /**
   * Returns for example {@code MODEL.SparseRCNN.NUM_CLASSES is 3 (x.yaml:4), the weights have 80}.
   */
  @Override
  public String toString() {
    return key + " is " + configured + " (" + origin + "), the weights have " + inWeights;
  }
}
