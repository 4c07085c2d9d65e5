package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.core.config.ConfigExtension;
import java.util.List;
import java.util.Map;

/**
 * Config keys of one's own, with their defaults. It counts where the class path holds a file {@code
 * META-INF/services/io.github.sparsercnn.core.config.ConfigExtension} that names this class, or a
 * module that provides it.
 */
public final class OwnKeys implements ConfigExtension {
  /** For {@link java.util.ServiceLoader}. */
  public OwnKeys() {}

  @Override
  public Map<String, Object> defaults() {
    return Map.of("CELLS.COUNT_THRESHOLD", 0.5, "CELLS.KINDS", List.of("RBC", "WBC"));
  }
}
