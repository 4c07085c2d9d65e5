package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ConfigException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * An idea that makes prediction faster and leaves its answers alone. Each can be left out, to see
 * what it is worth: {@code -Dsparsercnn.without=packed-weights,sparse-pyramid}.
 */
public enum Shortcut {
  /** Weights lie in memory as oneDNN reads them, and ReLU and sums belong to the layer before. */
  PACKED_WEIGHTS,
  /** What the first stage makes of proposals that are the same for all pictures is kept. */
  CONSTANT_START,
  /** The pyramid's output convolutions run only where a box of the running stage looks. */
  SPARSE_PYRAMID,
  /**
   * On GPUs, bias, residual sum and ReLU are computed by cuDNN with the convolution before them.
   */
  FUSED_CONVOLUTIONS,
  /** On GPUs, a pass over pictures of a size seen before is started as one recording. */
  RECORDED_PASSES;

  private static final String WITHOUT = "sparsercnn.without";

  /**
   * The ideas in force: all but those that the system property {@code sparsercnn.without} lists.
   *
   * @return unmodifiable
   * @throws ConfigException if it lists another word
   */
  public static Set<Shortcut> inForce() {
    Set<Shortcut> shortcuts = EnumSet.allOf(Shortcut.class);
    String without = System.getProperty(WITHOUT, "");
    if (!without.isBlank()) {
      for (String word : without.split(",", -1)) {
        shortcuts.remove(of(word.strip()));
      }
    }
    return Collections.unmodifiableSet(shortcuts);
  }

  private static Shortcut of(String word) {
    return Arrays.stream(values())
        .filter(shortcut -> shortcut.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "-D"
                        + WITHOUT
                        + " lists "
                        + word
                        + "; known are "
                        + Arrays.toString(values())));
  }

  /** Whether it makes a difference on the CPU. */
  public boolean countsOnCpu() {
    return this != FUSED_CONVOLUTIONS && this != RECORDED_PASSES;
  }

  /** The word for it, for example {@code packed-weights}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
