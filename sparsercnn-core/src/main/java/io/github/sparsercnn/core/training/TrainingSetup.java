package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ParameterRule;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
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
    Optional<Config> chosen = chosen(options).map(config -> config.with(options.overrides()));
    Config names = chosen.orElseGet(() -> Config.defaults().with(options.overrides()));
    TrainingData data = TrainingData.forTraining(options, names, environment, chosen.isEmpty());
    Config derived =
        chosen.orElseGet(
            () ->
                FineTuningRecipe.of(data.training(), initialWeights(options, names))
                    .config()
                    .with(options.overrides()));
    Config config = LearningRateAdvice.scaled(withOptions(derived, options));
    Dataset training =
        config.getBoolean("DATALOADER.FILTER_EMPTY_ANNOTATIONS")
            ? data.training().withoutEmpty()
            : data.training();
    requireClasses(config, training);
    return new TrainingSetup(config, training, data.validation(), output(config));
  }

  /**
   * Reads config and validation data only.
   *
   * @param options what the user said
   * @param config in force
   * @param environment of the process, as {@link System#getenv()}
   * @return the setup; its training data is the first validation set
   * @throws ConfigException if the config cannot be used, or does not fit the data
   * @throws DatasetException if there is no validation data, or a dataset cannot be used
   */
  public static TrainingSetup forEvaluation(
      TrainerOptions options, Config config, Map<String, String> environment) {
    TrainingData data = TrainingData.forEvaluation(options, config, environment);
    requireClasses(config, data.training());
    return new TrainingSetup(config, data.training(), data.validation(), output(config));
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
      with = with.with(ProposalInitializers.KEY, options.proposals().get());
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
    if (precision == Precision.INT8) {
      throw new ConfigException("INT8 is for prediction; train in BF16 or FP32");
    }
    return precision == Precision.BF16;
  }

  private static String initialWeights(TrainerOptions options, Config names) {
    return options
        .initialWeights()
        .orElseGet(() -> names.isExplicit(WEIGHTS) ? names.getString(WEIGHTS) : "");
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
