package io.github.sparsercnn.core.training;

import io.github.sparsercnn.LearningRateCurve;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes steps at rates that grow evenly on a logarithmic scale, and notes how the loss answers.
 *
 * @param step of a trainee that is thrown away afterwards
 * @param loader gives the batches
 * @param cut of these batches
 */
record LearningRateFinder(TrainingStep step, BatchLoader loader, BatchCut cut) {
  private static final double LOWEST = 1e-7;
  private static final double HIGHEST = 0.1;

  /** Share of the past in the smoothed loss. */
  private static final double SMOOTHING = 0.9;

  /** The loss has exploded when it is this many times the smallest one. */
  private static final double EXPLODED = 4;

  /**
   * Runs.
   *
   * @param steps how many at most
   * @throws IllegalArgumentException if there are less than 2
   */
  LearningRateCurve run(int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException(steps + " steps to find a learning rate, expected 2");
    }
    List<LearningRateCurve.Point> points = new ArrayList<>();
    double average = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < steps; i++) {
      double rate = LOWEST * Math.pow(HIGHEST / LOWEST, (double) i / (steps - 1));
      double loss;
      try {
        loss = step.run(cut.parts(loader.next().samples()), i, rate).totalLoss();
      } catch (TrainingDivergedException e) {
        break;
      }
      average = SMOOTHING * average + (1 - SMOOTHING) * loss;
      double smoothed = average / (1 - Math.pow(SMOOTHING, i + 1));
      points.add(new LearningRateCurve.Point(rate, smoothed));
      smallest = Math.min(smallest, smoothed);
      if (smoothed > EXPLODED * smallest) {
        break;
      }
    }
    return new LearningRateCurve(points);
  }
}
