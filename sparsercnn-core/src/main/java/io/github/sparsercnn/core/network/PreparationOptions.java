package io.github.sparsercnn.core.network;

import io.github.sparsercnn.Precision;
import java.util.Set;

/**
 * How a network is turned into its form for prediction.
 *
 * @param precision of the layers; boxes, scores and what is added up along the head stay float32
 * @param shortcuts that are taken
 */
public record PreparationOptions(Precision precision, Set<Shortcut> shortcuts) {
  /** Copies the set. */
  public PreparationOptions {
    shortcuts = Set.copyOf(shortcuts);
  }

  /**
   * With all shortcuts in force.
   *
   * @param precision of the layers
   */
  public static PreparationOptions of(Precision precision) {
    return new PreparationOptions(precision, Shortcut.inForce());
  }

  boolean takes(Shortcut shortcut) {
    return shortcuts.contains(shortcut);
  }
}
