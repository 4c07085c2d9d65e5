package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code config.yaml}: the configuration in force, with every key, which detectron2 and this
 * library read. A resumed run replaces it by its own.
 */
public final class ConfigFileWriter implements TrainingListener {
  /** Its name in the output folder. */
  public static final String FILE_NAME = "config.yaml";

  /** Writes to the output folder of the run that is going to be told of. */
  public ConfigFileWriter() {}

  @Override
  public void started(TrainingPlan plan) {
    AtomicFile.write(
        plan.output().resolve(FILE_NAME),
        stream -> stream.write(plan.config().getBytes(StandardCharsets.UTF_8)));
  }
}
