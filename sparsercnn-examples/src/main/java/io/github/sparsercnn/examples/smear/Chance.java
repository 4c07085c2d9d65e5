package io.github.sparsercnn.examples.smear;

import java.util.Random;

/**
 * A stream of random draws. It uses only those methods of {@link Random} whose algorithm the JDK
 * specifies, so that a seed means the same picture everywhere.
 */
final class Chance {
  private final Random random;

  Chance(long seed) {
    random = new Random(seed);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int atLeastAndAtMost(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  double angle() {
    return between(0, 2 * Math.PI);
  }

  double gaussian() {
    return random.nextGaussian();
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  long seed() {
    return random.nextLong();
  }
}
