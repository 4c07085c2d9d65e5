package io.github.sparsercnn.core.dataset.loading;

import java.util.List;
import java.util.Random;

/**
 * A random change of a picture and its boxes. Implementations are thread-safe and draw all their
 * random numbers from the stream given.
 */
@FunctionalInterface
public interface Augmentation {
  /**
   * Changes a picture.
   *
   * @param picture left as it is
   * @param random the sample's own stream
   * @return the changed picture, or the same one
   */
  AugmentedPicture apply(AugmentedPicture picture, Random random);

  /**
   * Changes one after the other.
   *
   * @param steps in order
   * @return all of them as one
   */
  static Augmentation sequence(List<Augmentation> steps) {
    List<Augmentation> copy = List.copyOf(steps);
    return (picture, random) -> {
      AugmentedPicture changed = picture;
      for (Augmentation step : copy) {
        changed = step.apply(changed, random);
      }
      return changed;
    };
  }

  /**
   * One of two changes, with equal chances.
   *
   * @param one the first
   * @param other the second
   * @return either
   */
  static Augmentation either(Augmentation one, Augmentation other) {
    return (picture, random) -> (random.nextDouble() < 0.5 ? one : other).apply(picture, random);
  }
}
