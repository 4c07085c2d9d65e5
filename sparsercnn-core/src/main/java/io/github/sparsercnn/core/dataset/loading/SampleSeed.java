package io.github.sparsercnn.core.dataset.loading;

import java.util.Random;

/**
 * Random numbers that depend on a seed and a position only, never on who draws them or when.
 *
 * <p>The streams are {@link Random}'s: its algorithm is part of Java's specification, so they stay
 * the same on every Java runtime.
 */
final class SampleSeed {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private SampleSeed() {}

  /**
   * A stream of its own for each purpose and position.
   *
   * @param seed of the run
   * @param purpose keeps streams of the same position apart
   * @param position of the sample or epoch
   */
  static Random random(long seed, Purpose purpose, long position) {
    return new Random(mixed(mixed(mixed(seed) + purpose.salt) + position));
  }

  /** What random numbers are drawn for; the salts are part of what a seed means. */
  enum Purpose {
    SHUFFLE(0),
    AUGMENT(1),
    REPLACE(2);

    private final long salt;

    Purpose(long salt) {
      this.salt = salt;
    }
  }

  /** SplitMix64's step: neighbouring inputs give unrelated outputs. */
  private static long mixed(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
