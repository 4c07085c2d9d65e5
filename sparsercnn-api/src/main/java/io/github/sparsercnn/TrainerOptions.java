package io.github.sparsercnn;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training run is made of, as collected by {@link TrainerBuilder}, which says what each
 * option means. Immutable.
 */
@AutoValue
public abstract class TrainerOptions {
  TrainerOptions() {}

  /** {@return the detectron2 yaml; never together with {@link #preset()}} */
  public abstract Optional<Path> configFile();

  /** {@return the name of a built-in configuration; never together with {@link #configFile()}} */
  public abstract Optional<String> preset();

  /** {@return keys and values in turn, detectron2's {@code opts}; a later one wins} */
  public abstract List<String> overrides();

  /** {@return a path, an http(s) URL or a {@code detectron2://} name} */
  public abstract Optional<String> initialWeights();

  /** {@return what is trained on; when empty, {@code DATASETS.TRAIN}} */
  public abstract List<DatasetSource> trainingData();

  /** {@return what is measured on; when empty, {@code DATASETS.TEST}} */
  public abstract List<DatasetSource> validationData();

  /** {@return datasets that {@code DATASETS} may name} */
  public abstract Map<String, DatasetSource> registeredData();

  /** {@return the folder that the run writes to; when empty, {@code OUTPUT_DIR}} */
  public abstract Optional<Path> output();

  /** {@return {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}} */
  public abstract Optional<String> device();

  /** {@return the number format to compute in; when empty, {@code SOLVER.AMP} decides} */
  public abstract Optional<Precision> precision();

  /** {@return the name of the proposal initializer} */
  public abstract Optional<String> proposals();

  /** {@return how some of the parameters are trained, after the rules of the configuration} */
  public abstract List<ParameterRule> parameterRules();

  /** {@return who is told what happens} */
  public abstract List<TrainingListener> listeners();

  /** {@return whether pictures that cannot be used are replaced instead of ending the training} */
  public abstract boolean skipBrokenPictures();

  /**
   * These options with another proposal initializer.
   *
   * @param name its name
   * @return the changed copy
   */
  public final TrainerOptions withProposals(String name) {
    return toBuilder().proposals(name).build();
  }

  abstract Builder toBuilder();

  static Builder builder() {
    return new AutoValue_TrainerOptions.Builder()
        .trainingData(List.of())
        .validationData(List.of())
        .skipBrokenPictures(false);
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder configFile(Path value);

    abstract Builder preset(String value);

    abstract Builder overrides(List<String> value);

    abstract Builder initialWeights(String value);

    abstract Builder trainingData(List<DatasetSource> value);

    abstract Builder validationData(List<DatasetSource> value);

    abstract Builder registeredData(Map<String, DatasetSource> value);

    abstract Builder output(Path value);

    abstract Builder device(String value);

    abstract Builder precision(Precision value);

    abstract Builder proposals(String value);

    abstract Builder parameterRules(List<ParameterRule> value);

    abstract Builder listeners(List<TrainingListener> value);

    abstract Builder skipBrokenPictures(boolean value);

    abstract TrainerOptions build();
  }
}
