package io.github.sparsercnn;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Collects what a {@link Trainer} is made of. Without a configuration, one is derived from the
 * training data: its classes, how many pictures there are and how many objects they hold. An option
 * that holds one value may be set once. Not thread-safe.
 */
public final class TrainerBuilder {
  private final TrainerOptions.Builder options = TrainerOptions.builder();
  private final OptionsSetOnce chosen = new OptionsSetOnce();
  private final List<String> overrides = new ArrayList<>();
  private final Map<String, DatasetSource> registered = new LinkedHashMap<>();
  private final List<ParameterRule> rules = new ArrayList<>();
  private final List<TrainingListener> listeners = new ArrayList<>();

  TrainerBuilder() {}

  /**
   * The configuration, a detectron2 yaml file.
   *
   * @param yaml where it lies
   * @return this
   * @throws IllegalStateException if a configuration was already set
   */
  public TrainerBuilder config(Path yaml) {
    options.configFile(chosen.once("config", yaml));
    return this;
  }

  /**
   * The configuration by the name of a preset.
   *
   * @param preset the name of an official configuration without {@code .yaml}, for example {@code
   *     sparsercnn.res50.100pro.3x}, or its short name, for example {@code R50_100}
   * @return this
   * @throws IllegalStateException if a configuration was already set
   * @throws IllegalArgumentException if the name is blank
   */
  public TrainerBuilder config(String preset) {
    OptionsSetOnce.requireText(preset, "config");
    options.preset(chosen.once("config", preset));
    return this;
  }

  /**
   * One value of the configuration; may be called again for other keys, and the last value of a key
   * wins.
   *
   * @param key detectron2's name, for example {@code SOLVER.BASE_LR}
   * @param value as on detectron2's command line
   * @return this
   * @throws IllegalArgumentException if the key is blank
   */
  public TrainerBuilder override(String key, String value) {
    OptionsSetOnce.requireText(key, "override key");
    Objects.requireNonNull(value, "override value");
    overrides.add(key);
    overrides.add(value);
    return this;
  }

  /**
   * Several values of the configuration, as on detectron2's command line.
   *
   * @param keysAndValues keys and values in turn
   * @return this
   * @throws IllegalArgumentException if a value is missing or a key is blank
   */
  public TrainerBuilder overrides(List<String> keysAndValues) {
    OptionsSetOnce.requirePairs(keysAndValues);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      override(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
    return this;
  }

  /**
   * Where training begins: weights of a whole Sparse R-CNN, or of a backbone. What they lack is
   * initialised anew; a class head for another number of classes is left out, with a notice in the
   * log. Without them, {@code MODEL.WEIGHTS} counts, and if that is empty all weights are random.
   *
   * @param file a detectron2, mmdetection or torchvision checkpoint, or safetensors
   * @return this
   * @throws IllegalStateException if initial weights were already set
   * @throws IllegalArgumentException if the path belongs to another file system
   */
  public TrainerBuilder initialWeights(Path file) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(
          "weights must be a file on disk, not " + file.toUri() + "; copy them out first");
    }
    return initialWeights(file.toString());
  }

  /**
   * Where training begins, by location; what is downloaded is kept in a cache.
   *
   * @param location a path, an http(s) URL, or a {@code detectron2://} name of the model zoo
   * @return this
   * @throws IllegalStateException if initial weights were already set
   * @throws IllegalArgumentException if the location is blank
   */
  public TrainerBuilder initialWeights(String location) {
    OptionsSetOnce.requireText(location, "initialWeights");
    options.initialWeights(chosen.once("initialWeights", location));
    return this;
  }

  /**
   * What to train on; several datasets must have the same classes. Without it, {@code
   * DATASETS.TRAIN} counts.
   *
   * @param data at least one dataset
   * @return this
   * @throws IllegalStateException if training data was already set
   * @throws IllegalArgumentException if there is none
   */
  public TrainerBuilder trainingData(DatasetSource... data) {
    options.trainingData(chosen.once("trainingData", some(data, "trainingData")));
    return this;
  }

  /**
   * What to measure on, every {@code TEST.EVAL_PERIOD} iterations and at the end. Without it,
   * {@code DATASETS.TEST} counts; beside training data of your own only if an override sets it.
   *
   * @param data at least one dataset
   * @return this
   * @throws IllegalStateException if validation data was already set
   * @throws IllegalArgumentException if there is none
   */
  public TrainerBuilder validationData(DatasetSource... data) {
    options.validationData(chosen.once("validationData", some(data, "validationData")));
    return this;
  }

  private static List<DatasetSource> some(DatasetSource[] data, String option) {
    if (data.length == 0) {
      throw new IllegalArgumentException(option + " is empty");
    }
    return List.of(data);
  }

  /**
   * Registers a dataset, so that {@code DATASETS.TRAIN} and {@code DATASETS.TEST} may name it.
   *
   * @param name what it shall be called
   * @param source where it lies
   * @return this
   * @throws IllegalArgumentException if the name is blank
   * @throws IllegalStateException if the name was registered before
   */
  public TrainerBuilder register(String name, DatasetSource source) {
    OptionsSetOnce.requireText(name, "name of the dataset");
    if (registered.putIfAbsent(name, Objects.requireNonNull(source, "source")) != null) {
      throw new IllegalStateException("dataset " + name + " was already registered");
    }
    return this;
  }

  /**
   * The folder that the run writes to: checkpoints, figures, the log. Without it, {@code
   * OUTPUT_DIR} counts.
   *
   * @param folder made if missing
   * @return this
   * @throws IllegalStateException if an output folder was already set
   */
  public TrainerBuilder output(Path folder) {
    options.output(chosen.once("output", folder));
    return this;
  }

  /**
   * Where to run, as {@link DetectorBuilder#device}.
   *
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @return this
   * @throws IllegalStateException if a device was already set
   * @throws IllegalArgumentException if it is none of these
   */
  public TrainerBuilder device(String device) {
    OptionsSetOnce.requireDevice(device);
    options.device(chosen.once("device", device));
    return this;
  }

  /**
   * The number format to compute in. {@link Precision#BF16} keeps the weights and the losses in 32
   * bits. Without it, {@code SOLVER.AMP.ENABLED} decides.
   *
   * @param precision the format
   * @return this
   * @throws IllegalStateException if a precision was already set
   */
  public TrainerBuilder precision(Precision precision) {
    options.precision(chosen.once("precision", precision));
    return this;
  }

  /**
   * Where proposals come from.
   *
   * @param name the name of a proposal initializer on the class path
   * @return this
   * @throws IllegalStateException if proposals were already set
   * @throws IllegalArgumentException if the name is blank
   */
  public TrainerBuilder proposals(String name) {
    OptionsSetOnce.requireText(name, "proposals");
    options.proposals(chosen.once("proposals", name));
    return this;
  }

  /**
   * Another learning rate or weight decay for some parameters; may be called again.
   *
   * @param rule for example {@code ParameterRule.rate("backbone\\..*", 0.1)}
   * @return this
   */
  public TrainerBuilder parameterRule(ParameterRule rule) {
    rules.add(Objects.requireNonNull(rule, "rule"));
    return this;
  }

  /**
   * Somebody to be told what happens; may be called again.
   *
   * @param listener closed at the end of the training
   * @return this
   */
  public TrainerBuilder listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Goes on without pictures that cannot be read: the log names each of them, and another one takes
   * its place. Without it such a picture ends the training.
   *
   * @return this
   */
  public TrainerBuilder skipBrokenPictures() {
    options.skipBrokenPictures(true);
    return this;
  }

  /**
   * Returns what was collected, with defaults for what was not set.
   *
   * @return the options
   */
  public TrainerOptions options() {
    return options
        .overrides(List.copyOf(overrides))
        .registeredData(Map.copyOf(registered))
        .parameterRules(List.copyOf(rules))
        .listeners(List.copyOf(listeners))
        .build();
  }

  /**
   * Makes the trainer; nothing is loaded yet.
   *
   * @return the trainer
   * @throws SparseRcnnException if no implementation of the api is on the class path
   */
  public Trainer build() {
    return InstalledRuntime.find().trainer(options());
  }
}
