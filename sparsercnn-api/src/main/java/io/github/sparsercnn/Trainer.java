package io.github.sparsercnn;

import java.util.Map;

/**
 * Trains a Sparse R-CNN on labelled pictures.
 *
 * <pre>{@code
 * TrainingSummary summary =
 *     Trainer.builder()
 *         .config("sparsercnn.res50.100pro.3x")
 *         .initialWeights(Path.of("R-50.pkl"))
 *         .trainingData(DatasetSource.of(Path.of("train.json"), Path.of("images")))
 *         .validationData(DatasetSource.of(Path.of("val.json"), Path.of("images")))
 *         .output(Path.of("output"))
 *         .build()
 *         .train();
 * Detector detector = Detector.load(summary.finalModel());
 * }</pre>
 *
 * <p>Nothing is loaded before {@link #train} or {@link #resume}, and everything is let go of before
 * they return. They keep the calling thread busy; if it is interrupted, a checkpoint is written and
 * training ends. One of them runs at a time. {@link #stop} may be called by any thread.
 */
public interface Trainer {
  /** {@return a builder} */
  static TrainerBuilder builder() {
    return new TrainerBuilder();
  }

  /**
   * Trains from the initial weights on. Checkpoints of an earlier run in the same folder are moved
   * into a folder {@code earlier-run-1}, {@code earlier-run-2}, … below it.
   *
   * @return how it ended
   * @throws ConfigException if the configuration cannot be used
   * @throws DatasetException if a dataset cannot be used
   * @throws ImageException if a picture cannot be used
   * @throws WeightsException if the initial weights cannot be used
   * @throws TrainingDivergedException if the numbers are no longer finite
   * @throws NativeException if LibTorch or the device cannot be used, or another process of this
   *     training has died
   * @throws IllegalStateException if training is running already
   */
  TrainingSummary train();

  /**
   * Goes on from the last checkpoint in the output folder as if it had never been interrupted: the
   * next losses are the same to the last bit. If the last checkpoint is damaged, the one before it
   * is taken, and the log says so; if there is none, training begins with the initial weights.
   *
   * @return how it ended
   * @throws SparseRcnnException as {@link #train()}
   * @throws IllegalStateException if training is running already
   */
  TrainingSummary resume();

  /**
   * Measures the initial weights on the validation data, without training: detectron2's {@code
   * --eval-only}.
   *
   * @return the figures by detectron2's names, such as {@code bbox/AP} in percent; NaN where
   *     undefined
   * @throws SparseRcnnException as {@link #train()}
   * @throws IllegalStateException if training is running already
   */
  Map<String, Double> evaluate();

  /**
   * Looks for a good learning rate: takes steps from the initial weights on, at rates that grow
   * from 1e-7 to 0.1, until the loss explodes. Nothing is written.
   *
   * @param steps how many at most, at least 2; 100 are usual
   * @return how the loss answered
   * @throws SparseRcnnException as {@link #train()}
   * @throws IllegalArgumentException if there are less than 2 steps
   * @throws IllegalStateException if training is running already
   */
  LearningRateCurve findLearningRate(int steps);

  /** Ends the training after the iteration that is running; a checkpoint is written. */
  void stop();
}
