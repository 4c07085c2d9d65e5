package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.ParameterRule;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.catalog.DatasetCatalog;
import io.github.sparsercnn.core.evaluation.CocoGroundTruths;
import io.github.sparsercnn.core.training.recipe.FineTuningRecipe;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training run before anything native is made: the config in force and the data. Immutable.
 *
 * @param config with everything in it that the options said
 * @param training what is trained on
 * @param validation what is measured on, may be empty
 * @param output the folder that the run writes to
 */
public record TrainingSetup(
    Config config, Dataset training, List<ValidationSet> validation, Path output) {
  private static final String NUM_CLASSES = "MODEL.SparseRCNN.NUM_CLASSES";
  private static final String WEIGHTS = "MODEL.WEIGHTS";
  private static final String TEST = "DATASETS.TEST";

  /** Copies the list. */
  public TrainingSetup {
    validation = List.copyOf(validation);
  }

  /**
   * Reads config and datasets.
   *
   * @param options what the user said
   * @param environment of the process, as {@link System#getenv()}
   * @return the setup
   * @throws ConfigException if the config cannot be used, or does not fit the data
   * @throws DatasetException if there is no training data, or a dataset cannot be used
   */
  public static TrainingSetup forTraining(TrainerOptions options, Map<String, String> environment) {
    DatasetCatalog catalog = catalog(options, environment);
    Optional<Config> chosen = chosen(options).map(config -> config.with(options.overrides()));
    Config names = chosen.orElseGet(() -> Config.defaults().with(options.overrides()));
    List<Dataset> parts = read(options.trainingData(), names, "DATASETS.TRAIN", catalog);
    if (parts.isEmpty()) {
      throw new DatasetException(
          "no training data: set DATASETS.TRAIN, or give a dataset of your own");
    }
    Dataset all = Dataset.concat(parts);
    Config derived =
        chosen.orElseGet(
            () ->
                FineTuningRecipe.of(all, initialWeights(options, names))
                    .config()
                    .with(options.overrides()));
    Config config = LearningRateAdvice.scaled(withOptions(derived, options));
    Dataset training =
        config.getBoolean("DATALOADER.FILTER_EMPTY_ANNOTATIONS") ? all.withoutEmpty() : all;
    requireClasses(config, training);
    return new TrainingSetup(
        config, training, validation(options, config, catalog, training), output(config));
  }

  /**
   * Reads config and validation data only.
   *
   * @param options what the user said
   * @param environment of the process, as {@link System#getenv()}
   * @return the setup; its training data is the first validation set
   * @throws ConfigException if the config cannot be used, or does not fit the data
   * @throws DatasetException if there is no validation data, or a dataset cannot be used
   */
  public static TrainingSetup forEvaluation(
      TrainerOptions options, Config config, Map<String, String> environment) {
    DatasetCatalog catalog = catalog(options, environment);
    List<Dataset> sets = read(options.validationData(), config, TEST, catalog);
    if (sets.isEmpty()) {
      throw new DatasetException(
          "no validation data: set DATASETS.TEST, or give a dataset of your own");
    }
    requireClasses(config, sets.get(0));
    return new TrainingSetup(
        config, sets.get(0), validation(options, config, catalog, sets.get(0)), output(config));
  }

  private static DatasetCatalog catalog(TrainerOptions options, Map<String, String> environment) {
    DatasetCatalog catalog = DatasetCatalog.ofEnvironment(environment);
    for (Map.Entry<String, DatasetSource> own : options.registeredData().entrySet()) {
      catalog = catalog.with(own.getKey(), own.getValue());
    }
    return catalog;
  }

  /** The config that the user chose, a relative {@code MODEL.WEIGHTS} found beside its file. */
  static Optional<Config> chosen(TrainerOptions options) {
    if (options.preset().isPresent()) {
      return options.preset().map(name -> Preset.byName(name).config());
    }
    return options.configFile().map(TrainingSetup::read);
  }

  private static Config read(Path file) {
    Config config = Config.read(file);
    String weights = config.isSet(WEIGHTS) ? config.getString(WEIGHTS) : "";
    if (weights.isEmpty() || weights.contains("://") || Files.exists(Path.of(weights))) {
      return config;
    }
    Path beside = file.toAbsolutePath().resolveSibling(weights);
    return Files.exists(beside) ? config.with(WEIGHTS, beside.toString()) : config;
  }

  /** The config with what the options say beside it, so that its dump repeats the run. */
  static Config withOptions(Config config, TrainerOptions options) {
    Config with = config;
    if (options.initialWeights().isPresent()) {
      with = with.with(WEIGHTS, options.initialWeights().get());
    }
    if (options.output().isPresent()) {
      with = with.with("OUTPUT_DIR", options.output().get().toString());
    }
    if (options.device().isPresent()) {
      with = with.with("MODEL.DEVICE", options.device().get());
    }
    if (options.proposals().isPresent()) {
      with = with.with("MODEL.SparseRCNN.PROPOSALS", options.proposals().get());
    }
    if (options.precision().isPresent()) {
      with = with.with("SOLVER.AMP.ENABLED", isMixed(options.precision().get()));
    }
    return withRules(with, options.parameterRules());
  }

  private static Config withRules(Config config, List<ParameterRule> rules) {
    List<Object> factors = new ArrayList<>(config.getList(ParameterRules.RATE_FACTORS));
    List<Object> decays = new ArrayList<>(config.getList(ParameterRules.WEIGHT_DECAYS));
    for (ParameterRule rule : rules) {
      if (rule.rateFactor() != 1) {
        factors.addAll(List.of(rule.pattern(), rule.rateFactor()));
      }
      rule.weightDecay().ifPresent(decay -> decays.addAll(List.of(rule.pattern(), decay)));
    }
    return rules.isEmpty()
        ? config
        : config
            .with(ParameterRules.RATE_FACTORS, factors)
            .with(ParameterRules.WEIGHT_DECAYS, decays);
  }

  private static boolean isMixed(Precision precision) {
    if (precision == Precision.FP16) {
      throw new ConfigException(
          "training in FP16 would need its losses scaled and overflows; use BF16 or FP32");
    }
    return precision == Precision.BF16;
  }

  private static String initialWeights(TrainerOptions options, Config names) {
    return options
        .initialWeights()
        .orElseGet(() -> names.isExplicit(WEIGHTS) ? names.getString(WEIGHTS) : "");
  }

  private static List<Dataset> read(
      List<DatasetSource> given, Config config, String key, DatasetCatalog catalog) {
    return given.isEmpty()
        ? config.getStrings(key).stream().map(catalog::read).toList()
        : given.stream().map(DatasetCatalog::read).toList();
  }

  private static List<ValidationSet> validation(
      TrainerOptions options, Config config, DatasetCatalog catalog, Dataset training) {
    List<DatasetSource> sources = new ArrayList<>(options.validationData());
    List<String> names = List.of();
    if (sources.isEmpty() && isMeant(options, config)) {
      names = config.getStrings(TEST);
      names.forEach(name -> sources.add(catalog.source(name)));
    }
    List<ValidationSet> sets = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Dataset dataset = DatasetCatalog.read(sources.get(i));
      if (i < names.size()) {
        dataset = dataset.named(names.get(i));
      }
      if (!dataset.categories().labels().equals(training.categories().labels())) {
        throw new DatasetException(
            dataset.name()
                + " has the classes "
                + dataset.categories().labels()
                + " and "
                + training.name()
                + " has "
                + training.categories().labels()
                + "; training and validation data need the same classes in the same order");
      }
      sets.add(new ValidationSet(dataset, CocoGroundTruths.of(sources.get(i), dataset)));
    }
    return sets;
  }

  /** Every config names COCO, also for those who train on pictures of their own. */
  private static boolean isMeant(TrainerOptions options, Config config) {
    return options.trainingData().isEmpty() || config.isExplicit(TEST);
  }

  private static void requireClasses(Config config, Dataset data) {
    int configured = config.getInt(NUM_CLASSES);
    if (configured != data.categories().size()) {
      throw new ConfigException(
          NUM_CLASSES
              + " is "
              + configured
              + " ("
              + config.origin(NUM_CLASSES)
              + "), but "
              + data.name()
              + " has "
              + data.categories().size()
              + " classes; set "
              + NUM_CLASSES
              + " "
              + data.categories().size());
    }
  }

  private static Path output(Config config) {
    return Path.of(config.getString("OUTPUT_DIR"));
  }
}
