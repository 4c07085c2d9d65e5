package io.github.sparsercnn.core.dataset;

import java.util.List;

/**
 * What to train on and what to validate on, with the same classes. Immutable.
 *
 * @param training to learn from
 * @param validation never learned from
 * @param heldOut whether the validation pictures were taken from the training pictures, for want of
 *     others
 */
public record TrainingAndValidation(Dataset training, Dataset validation, boolean heldOut) {
  private static final double HELD_OUT = 0.1;

  /**
   * Two datasets. The classes are those of the first one; the second one's are found by label.
   *
   * @param training to learn from
   * @param validation to validate on
   * @return both
   * @throws io.github.sparsercnn.DatasetException if the second one has a class of its own
   */
  public static TrainingAndValidation of(Dataset training, Dataset validation) {
    return new TrainingAndValidation(
        training, validation.withCategories(training.categories()), false);
  }

  /**
   * Holds out a tenth of the pictures for validation, at least one, as {@link DatasetSplit} does.
   *
   * @param dataset all pictures
   * @param seed decides which
   * @return both parts; the same for the same dataset and seed
   * @throws io.github.sparsercnn.DatasetException if there are fewer than two pictures
   */
  public static TrainingAndValidation holdingOut(Dataset dataset, long seed) {
    List<Dataset> parts = DatasetSplit.of(dataset, List.of(1 - HELD_OUT, HELD_OUT), seed);
    return new TrainingAndValidation(
        parts.get(0), parts.get(1).named(dataset.name() + " (held out)"), true);
  }
}
