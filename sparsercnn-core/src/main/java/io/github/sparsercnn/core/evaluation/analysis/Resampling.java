package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.columnar.Workers;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Repeats a random experiment. Each repetition has random numbers of its own, so that the results
 * do not depend on which thread does it.
 */
final class Resampling {
  private final int repetitions;
  private final long seed;
  private final int threads;

  Resampling(int repetitions, long seed, int threads) {
    this.repetitions = repetitions;
    this.seed = seed;
    this.threads = threads;
  }

  double[] run(ToDoubleFunction<SplittableRandom> experiment) {
    long[] seeds = new SplittableRandom(seed).longs(repetitions).toArray();
    double[] results = new double[repetitions];
    try (Workers workers = new Workers(threads)) {
      workers.run(
          repetitions,
          () -> i -> results[i] = experiment.applyAsDouble(new SplittableRandom(seeds[i])));
    }
    return results;
  }

  /** Draws as many images as there are, with replacement; how often each was drawn. */
  static int[] drawImages(int images, SplittableRandom random) {
    int[] weights = new int[images];
    for (int i = 0; i < images; i++) {
      weights[random.nextInt(images)]++;
    }
    return weights;
  }
}
