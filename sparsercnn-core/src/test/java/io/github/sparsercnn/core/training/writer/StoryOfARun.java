package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A training run whose numbers are formulas of the iteration; detectron2's own writers were given
 * the same ones.
 */
final class StoryOfARun {
  static final String CONFIG = "MODEL:\n  DEVICE: cpu\n";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Path output;
  private final TrainingListener listener;

  StoryOfARun(Path output, TrainingListener listener) {
    this.output = output;
    this.listener = listener;
  }

  static TrainingPlan plan(Path output, long firstIteration, long maxIterations) {
    return new TrainingPlan(output, CONFIG, firstIteration, maxIterations, 8, 205);
  }

  StoryOfARun start(long firstIteration, long maxIterations) {
    listener.started(plan(output, firstIteration, maxIterations));
    return this;
  }

  StoryOfARun iterate(long from, long to) {
    for (long iteration = from; iteration < to; iteration++) {
      listener.iterationFinished(progress(iteration));
    }
    return this;
  }

  static TrainingProgress progress(long i) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("loss_ce", i * 37 % 101 / 16.0 + 0.5);
    losses.put("loss_giou", i * 53 % 97 / 32.0 + 0.25);
    losses.put("loss_ce_0", i * 29 % 89 / 64.0 + 1);
    return new TrainingProgress(
        i,
        2.5e-5 * (i + 1) / 64,
        losses,
        i % 4 + 1,
        Duration.ofNanos((250 + i * 7 % 11 * 10) * NANOS_PER_MILLI),
        Duration.ofNanos(i * 13 % 17 * NANOS_PER_MILLI));
  }

  StoryOfARun evaluate(long iteration) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("bbox/AP", 12.5);
    metrics.put("bbox/AP50", 25.75);
    metrics.put("bbox/APs", Double.NaN);
    metrics.put("bbox/AP-RBC", 20.04);
    metrics.put("bbox/AP-cellule \u00e9trange", 4.96);
    listener.evaluated(iteration, metrics);
    return this;
  }

  StoryOfARun finish(long iterations, TrainingSummary.Ending ending) {
    listener.finished(
        new TrainingSummary(
            iterations,
            ending,
            Path.of("out", "model_final.pth"),
            Optional.of(Path.of("out", "model_best.pth")),
            Map.of("bbox/AP", 12.5)));
    return this;
  }

  void close() throws Exception {
    listener.close();
  }
}
