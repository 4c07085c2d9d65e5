package io.github.sparsercnn.core.training;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.TrainingAndValidation;
import io.github.sparsercnn.core.dataset.catalog.DatasetCatalog;
import io.github.sparsercnn.core.dataset.catalog.DatasetFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run learns from and what it is measured on. Immutable.
 *
 * @param training what is learned from
 * @param validation what is measured on, may be empty
 */
record TrainingData(Dataset training, List<ValidationSet> validation) {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingData.class);
  private static final String TRAIN = "DATASETS.TRAIN";
  private static final String TEST = "DATASETS.TEST";

  /** Decides which pictures are held out; not the run's seed, so that runs can be compared. */
  private static final long HOLD_OUT_SEED = 0;

  TrainingData {
    validation = List.copyOf(validation);
  }

  /**
   * Reads the data.
   *
   * @param options what the user said; a folder alone is searched for its parts
   * @param config names datasets where the options give none
   * @param environment of the process
   * @param holdOut whether to hold out a tenth of the training pictures where there is nothing to
   *     measure on
   * @throws DatasetException if there is no training data, or a dataset cannot be used
   */
  static TrainingData forTraining(
      TrainerOptions options, Config config, Map<String, String> environment, boolean holdOut) {
    Optional<DatasetFolder> folder = folder(options.trainingData());
    folder.ifPresent(found -> LOG.info("{}", found.description()));
    List<DatasetSource> sources =
        folder.map(found -> List.of(found.training())).orElse(options.trainingData());
    Named names = new Named(config, catalog(options, environment));
    List<Dataset> parts =
        sources.isEmpty() ? names.read(TRAIN) : sources.stream().map(DatasetCatalog::read).toList();
    if (parts.isEmpty()) {
      throw new DatasetException(
          "no training data: set " + TRAIN + ", or give a dataset of your own");
    }
    Dataset all = Dataset.concat(parts);
    List<ValidationSet> validation = new ArrayList<>();
    // Every config names COCO, also for those who train on pictures of their own.
    if (!options.validationData().isEmpty() || sources.isEmpty() || config.isExplicit(TEST)) {
      validation.addAll(validation(options, names, all));
    } else if (folder.isPresent() && folder.get().validation().isPresent()) {
      DatasetSource source = folder.get().validation().get();
      validation.add(ValidationSet.of(source, DatasetCatalog.read(source), all.categories()));
    } else if (holdOut) {
      TrainingAndValidation split = TrainingAndValidation.holdingOut(all, HOLD_OUT_SEED);
      LOG.info(
          "{} of {} pictures are held out to measure on", split.validation().size(), all.size());
      return new TrainingData(split.training(), List.of(ValidationSet.heldOut(split.validation())));
    }
    return new TrainingData(all, validation);
  }

  /**
   * Reads what is measured on.
   *
   * @param options what the user said
   * @param config names datasets where the options give none
   * @param environment of the process
   * @return the data; the first validation set stands for the training data
   * @throws DatasetException if there is no validation data, or a dataset cannot be used
   */
  static TrainingData forEvaluation(
      TrainerOptions options, Config config, Map<String, String> environment) {
    Named names = new Named(config, catalog(options, environment));
    List<Dataset> sets =
        options.validationData().isEmpty()
            ? names.read(TEST)
            : options.validationData().stream().map(DatasetCatalog::read).toList();
    if (sets.isEmpty()) {
      throw new DatasetException(
          "no validation data: set " + TEST + ", or give a dataset of your own");
    }
    return new TrainingData(sets.get(0), validation(options, names, sets.get(0)));
  }

  private static DatasetCatalog catalog(TrainerOptions options, Map<String, String> environment) {
    DatasetCatalog catalog = DatasetCatalog.ofEnvironment(environment);
    for (Map.Entry<String, DatasetSource> own : options.registeredData().entrySet()) {
      catalog = catalog.with(own.getKey(), own.getValue());
    }
    return catalog;
  }

  /** A path alone may be a folder with several parts. */
  private static Optional<DatasetFolder> folder(List<DatasetSource> sources) {
    return sources.size() == 1 && sources.get(0).equals(DatasetSource.of(sources.get(0).labels()))
        ? Optional.of(DatasetFolder.of(sources.get(0).labels()))
        : Optional.empty();
  }

  private static List<ValidationSet> validation(
      TrainerOptions options, Named names, Dataset training) {
    if (options.validationData().isEmpty()) {
      return names.all(TEST).stream()
          .map(
              name ->
                  ValidationSet.of(names.source(name), names.dataset(name), training.categories()))
          .toList();
    }
    return options.validationData().stream()
        .map(source -> ValidationSet.of(source, DatasetCatalog.read(source), training.categories()))
        .toList();
  }

  /** The datasets that a config names; a name may also define its dataset, as NAME=JSON:IMAGES. */
  private record Named(Config config, DatasetCatalog catalog) {
    List<String> all(String key) {
      return config.getStrings(key);
    }

    List<Dataset> read(String key) {
      return all(key).stream().map(this::dataset).toList();
    }

    Dataset dataset(String name) {
      return DatasetCatalog.read(source(name)).named(name.replaceFirst("=.*", ""));
    }

    DatasetSource source(String name) {
      int equals = name.indexOf('=');
      return equals < 0 ? catalog.source(name) : DatasetSource.parse(name.substring(equals + 1));
    }
  }
}
