package io.github.sparsercnn.core.training;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.TestLooks;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.training.validation.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a network on the validation data.
 *
 * @param config in force
 * @param parts makes the evaluators
 * @param sets what is measured on
 * @param output the run's folder; results go to {@code inference} below it, and to a folder of
 *     their own where there are several sets
 * @param group the processes that share the pictures
 * @param device where the network runs
 */
record Measurement(
    Config config,
    TrainingParts parts,
    List<ValidationSet> sets,
    Path output,
    ProcessGroup group,
    ComputeDevice device) {
  private static final String FOLDER = "inference";

  /** What detectron2 puts behind the names of folder and figures of test-time augmentation. */
  private static final String AUGMENTED = "_TTA";

  boolean isEmpty() {
    return sets.isEmpty();
  }

  /** The figures of a trainee as it is now, of its average where there is one. */
  Map<String, Double> of(Trainee trainee, PreciseStatistics statistics, TrainingListener listener) {
    trainee.average().ifPresent(MovingAverage::swap);
    try {
      statistics.refresh(trainee.network());
      return of(trainee.network(), listener);
    } finally {
      trainee.average().ifPresent(MovingAverage::swap);
    }
  }

  /**
   * The figures of a network. With several sets, the set's name and a slash come first, as in
   * detectron2.
   */
  Map<String, Double> of(SparseRcnn network, TrainingListener listener) {
    return of(
        network, TestLooks.of(config).withoutAugmentation(), output.resolve(FOLDER), listener);
  }

  /**
   * The figures of a network with test-time augmentation, under names such as {@code bbox_TTA/AP};
   * none if {@code TEST.AUG} does not ask for it.
   */
  Map<String, Double> augmented(SparseRcnn network, TrainingListener listener) {
    TestLooks looks = TestLooks.of(config);
    Map<String, Double> figures = new LinkedHashMap<>();
    if (looks.augmentation().isPresent()) {
      of(network, looks, output.resolve(FOLDER + AUGMENTED), listener)
          .forEach((name, value) -> figures.put(name.replaceFirst("/", AUGMENTED + "/"), value));
    }
    return figures;
  }

  private Map<String, Double> of(
      SparseRcnn network, TestLooks looks, Path folder, TrainingListener listener) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (ValidationSet set : sets) {
      boolean only = sets.size() == 1;
      String prefix = only ? "" : set.dataset().name() + "/";
      measure(network, set, looks, only ? folder : folder.resolve(set.dataset().name()), listener)
          .forEach((name, value) -> figures.put(prefix + name, value));
    }
    return figures;
  }

  private Map<String, Double> measure(
      SparseRcnn network,
      ValidationSet set,
      TestLooks looks,
      Path folder,
      TrainingListener listener) {
    ModelInfo info =
        ModelInfo.builder().architecture(Map.of()).parameterCount(0).tensorCount(0).build();
    Validation validation = new Validation(group, Batches.pace(config));
    int images = validation.share(set.dataset()).size();
    try (Detector detector =
        new NetworkDetector(config, set.categories(), device, looks).of(network, info, () -> {})) {
      return validation.run(
          detector,
          set.dataset(),
          parts.evaluator(config, set, group.isFirst() ? Optional.of(folder) : Optional.empty()),
          done -> listener.evaluating(done, images));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SparseRcnnException("interrupted while the model was measured", e);
    }
  }
}
