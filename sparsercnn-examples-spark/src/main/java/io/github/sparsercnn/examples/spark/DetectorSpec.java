package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.DetectorOptions;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.config.Config;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which detector the tasks want, in a form that travels to them.
 *
 * @param weights where the tasks find them
 * @param config the text of a detectron2 yaml; null for what the weights say
 * @param overrides keys and values in turn
 * @param labels of the classes; null for those in the weights
 * @param device where to run; null for what the config says
 * @param precision the number format
 */
record DetectorSpec(
    SentWeights weights,
    @Nullable String config,
    List<String> overrides,
    @Nullable List<String> labels,
    @Nullable String device,
    Precision precision)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Takes over what a user chose.
   *
   * @param options of the detector, all but the weights
   * @param weights where the tasks find them
   * @throws io.github.sparsercnn.ConfigException if the config cannot be read
   */
  static DetectorSpec of(DetectorOptions options, SentWeights weights) {
    return new DetectorSpec(
        weights,
        options.configFile().map(file -> Config.read(file).toYaml()).orElse(null),
        options.overrides(),
        options.labels().orElse(null),
        options.device().orElse(null),
        options.precision());
  }

  /** Loads the model on this machine; the caller closes it. */
  Detector open() {
    DetectorBuilder builder =
        Detector.builder().weights(weights.here()).overrides(overrides).precision(precision);
    if (labels != null) {
      builder.labels(labels);
    }
    if (device != null) {
      builder.device(device);
    }
    return config == null ? builder.build() : withConfig(builder, config);
  }

  private static Detector withConfig(DetectorBuilder builder, String config) {
    try {
      Path yaml = Files.createTempFile("sparsercnn-", ".yaml");
      try {
        Files.writeString(yaml, config);
        return builder.config(yaml).build();
      } finally {
        Files.delete(yaml);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
