package io.github.sparsercnn.core.training;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers that depend on a seed and a name only: splitmix64 (G. Steele, D. Lea and C. Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014), seeded with the FNV-1a hash of
 * the name. The same on all platforms and in all versions of this library.
 */
final class RandomStream {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  private long state;

  RandomStream(long seed, String name) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    state = mix(hash + mix(seed));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The next number, even in [-1, 1). */
  private double next() {
    state += GOLDEN_GAMMA;
    return (mix(state) >>> 11) * UNIT * 2 - 1;
  }

  /** Fills with even values in [-bound, bound). */
  void uniform(float[] values, double bound) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * next());
    }
  }

  /** Fills with normal values around 0 (Marsaglia's polar method). */
  void normal(float[] values, double standardDeviation) {
    for (int i = 0; i < values.length; i += 2) {
      double x;
      double y;
      double square;
      do {
        x = next();
        y = next();
        square = x * x + y * y;
      } while (square >= 1 || square == 0);
      double scale = standardDeviation * Math.sqrt(-2 * StrictMath.log(square) / square);
      values[i] = (float) (scale * x);
      if (i + 1 < values.length) {
        values[i + 1] = (float) (scale * y);
      }
    }
  }
}
