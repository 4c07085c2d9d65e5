package io.github.sparsercnn;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what it was made of. */
record RecordingTrainer(TrainerOptions options) implements Trainer {
  @Override
  public TrainingSummary train() {
    return new TrainingSummary(
        0, TrainingSummary.Ending.COMPLETED, Path.of("none"), Optional.empty(), Map.of());
  }

  @Override
  public TrainingSummary resume() {
    return train();
  }

  @Override
  public Map<String, Double> evaluate() {
    return Map.of();
  }

  @Override
  public LearningRateCurve findLearningRate(int steps) {
    return new LearningRateCurve(List.of());
  }

  @Override
  public void stop() {}
}
