package io.github.sparsercnn.core.training;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoGroundTruths;
import java.util.HashSet;
import java.util.List;

/**
 * Pictures to measure on. Immutable.
 *
 * @param dataset the pictures
 * @param categories the classes in the order of the network, with the ids of the ground truth
 * @param groundTruth what is in the pictures, under the dataset's ids
 */
public record ValidationSet(Dataset dataset, Categories categories, CocoGroundTruth groundTruth) {
  /**
   * Puts a dataset to use.
   *
   * @param source where it lies
   * @param dataset what was read from there
   * @param trained the classes of the network
   * @return the set
   * @throws DatasetException if the classes are others
   */
  static ValidationSet of(DatasetSource source, Dataset dataset, Categories trained) {
    return new ValidationSet(
        dataset, inOrderOf(trained, dataset), CocoGroundTruths.of(source, dataset));
  }

  /**
   * Puts pictures to use that were held out from the training data.
   *
   * @param dataset what was held out
   * @return the set
   */
  static ValidationSet heldOut(Dataset dataset) {
    return new ValidationSet(dataset, dataset.categories(), CocoGroundTruths.of(dataset));
  }

  private static Categories inOrderOf(Categories trained, Dataset dataset) {
    List<String> labels = dataset.categories().labels();
    if (labels.size() != trained.size()
        || !new HashSet<>(labels).equals(new HashSet<>(trained.labels()))) {
      throw new DatasetException(
          dataset.name()
              + " has the classes "
              + labels
              + " and the network "
              + trained.labels()
              + "; training and validation data need the same classes");
    }
    int[] ids =
        trained.labels().stream()
            .mapToInt(label -> dataset.categories().datasetId(labels.indexOf(label)))
            .toArray();
    return labels.equals(trained.labels())
        ? dataset.categories()
        : Categories.of(trained.labels(), ids);
  }
}
