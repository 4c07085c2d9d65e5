package io.github.sparsercnn.core.network;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.Optional;
import java.util.Set;

/**
 * How a network is turned into its form for prediction.
 *
 * @param precision of the layers; boxes, scores and what is added up along the head stay float32
 * @param shortcuts that are taken
 * @param activations what bytes stand for, needed by {@link Precision#INT8} only
 * @param device where the prepared network shall lie; empty for where the trainable one lies
 */
public record PreparationOptions(
    Precision precision,
    Set<Shortcut> shortcuts,
    Optional<ActivationRanges> activations,
    Optional<ComputeDevice> device) {
  /** Copies the set. */
  public PreparationOptions {
    shortcuts = Set.copyOf(shortcuts);
    if (precision == Precision.INT8 && activations.isEmpty()) {
      throw new IllegalArgumentException("INT8 needs the ranges of activations");
    }
  }

  /**
   * Where the trainable network lies.
   *
   * @param precision of the layers
   * @param shortcuts that are taken
   * @param activations what bytes stand for, needed by {@link Precision#INT8} only
   */
  public PreparationOptions(
      Precision precision, Set<Shortcut> shortcuts, Optional<ActivationRanges> activations) {
    this(precision, shortcuts, activations, Optional.empty());
  }

  /**
   * Without ranges of activations.
   *
   * @param precision of the layers
   * @param shortcuts that are taken
   */
  public PreparationOptions(Precision precision, Set<Shortcut> shortcuts) {
    this(precision, shortcuts, Optional.empty());
  }

  /** The same with ranges of activations. */
  public PreparationOptions withActivations(ActivationRanges ranges) {
    return new PreparationOptions(precision, shortcuts, Optional.of(ranges), device);
  }

  /** The same for a network that shall lie on a device. */
  public PreparationOptions on(ComputeDevice where) {
    return new PreparationOptions(precision, shortcuts, activations, Optional.of(where));
  }

  /**
   * With all shortcuts in force.
   *
   * @param precision of the layers, not {@link Precision#INT8}
   */
  public static PreparationOptions of(Precision precision) {
    return new PreparationOptions(precision, Shortcut.inForce());
  }

  /** Whether a shortcut is taken. */
  public boolean takes(Shortcut shortcut) {
    return shortcuts.contains(shortcut);
  }
}
