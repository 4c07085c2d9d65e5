package io.github.sparsercnn;

import java.nio.file.Path;
import java.util.Map;

/**
 * Is told what happens in a training run, in the thread that trains; training waits meanwhile, and
 * an exception ends it. When several processes train together, the first of them tells its
 * listeners. If training fails, {@link #close} is the last call.
 */
public interface TrainingListener extends AutoCloseable {
  /**
   * Training is about to begin.
   *
   * @param plan what will be done
   */
  default void started(TrainingPlan plan) {}

  /**
   * The parameters have been changed once more.
   *
   * @param progress what happened
   */
  default void iterationFinished(TrainingProgress progress) {}

  /**
   * The model is being measured on validation data.
   *
   * @param done how many images have been looked at
   * @param images how many there are
   */
  default void evaluating(int done, int images) {}

  /**
   * The model has been measured on validation data.
   *
   * @param iteration the last one before the measurement, counted from 0
   * @param metrics by detectron2's names, such as {@code bbox/AP} in percent; NaN where undefined
   */
  default void evaluated(long iteration, Map<String, Double> metrics) {}

  /**
   * A checkpoint has been written.
   *
   * @param iteration the last one before it was written, counted from 0
   * @param file the checkpoint
   */
  default void checkpointSaved(long iteration, Path file) {}

  /**
   * Training has ended well.
   *
   * @param summary how
   */
  default void finished(TrainingSummary summary) {}

  /** Lets go of files and the like. Called once, also after a failure. */
  @Override
  default void close() {}
}
