package io.github.sparsercnn.examples.bench.problem;

import java.util.Random;

/**
 * A stream of random draws. It uses only those methods of {@link Random} whose algorithm the JDK
 * specifies, and {@link StrictMath}, so that a seed means the same problem everywhere.
 */
final class Draw {
  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int atLeastAndAtMost(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  double gaussian(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /** A positive number whose logarithm is normally distributed around that of the median. */
  double logNormal(double median, double deviation) {
    return median * StrictMath.exp(gaussian(0, deviation));
  }

  /** A positive number of mean 1, often small and rarely large. */
  double exponential() {
    return -StrictMath.log(1 - random.nextDouble());
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /**
   * Draws an index.
   *
   * @param cumulative what the weights of the indices up to each one add up to
   * @return an index, as often as its weight says
   */
  int index(double[] cumulative) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int index = 0;
    while (index < cumulative.length - 1 && cumulative[index] <= at) {
      index++;
    }
    return index;
  }
}
