package io.github.sparsercnn.core.config;

import java.util.Map;

/**
 * Adds keys to the config tree. The keys are read, overridden, type-checked and suggested like the
 * built-in ones. Implementations are found by {@link java.util.ServiceLoader} when the first config
 * is made.
 */
public interface ConfigExtension {
  /**
   * The new keys and their default values.
   *
   * @return full keys, such as {@code MODEL.SparseRCNN.BOX_TRANSFORMER.LAYERS}, each with a number,
   *     boolean, text or list of these; the default's type is the type of the key. A key must not
   *     exist already.
   */
  Map<String, Object> defaults();
}
