package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.core.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model to run, said as detectron2's tools let it be said: a yaml file and KEY VALUE words.
 */
public final class ModelChoice {
  private static final String WEIGHTS = "MODEL.WEIGHTS";

  private final @Nullable Path configFile;
  private final List<String> overrides;
  private final Config config;

  /**
   * Reads the file.
   *
   * @param configFile a detectron2 yaml; null for what the weights say
   * @param overrides keys and values in turn
   * @throws io.github.sparsercnn.ConfigException if the file or an override cannot be used
   */
  public ModelChoice(@Nullable Path configFile, List<String> overrides) {
    this.configFile = configFile;
    this.overrides = overrides;
    config =
        (configFile == null ? Config.detectron2Defaults() : Config.read(configFile))
            .with(overrides);
  }

  /**
   * {@return the weights that the file or an override names; a relative path is looked for in the
   * working directory, then beside the file}
   */
  public Optional<String> weights() {
    if (!config.isSet(WEIGHTS) || config.getString(WEIGHTS).isEmpty()) {
      return Optional.empty();
    }
    String weights = config.getString(WEIGHTS);
    if (configFile != null && !weights.contains("://") && !Files.exists(Path.of(weights))) {
      Path beside = configFile.toAbsolutePath().resolveSibling(weights);
      return Optional.of(Files.exists(beside) ? beside.toString() : weights);
    }
    return Optional.of(weights);
  }

  /** {@return a builder of the detector, all but its weights set} */
  public DetectorBuilder detector() {
    DetectorBuilder builder = Detector.builder().overrides(overrides);
    if (configFile != null) {
      builder.config(configFile);
    }
    return builder;
  }
}
