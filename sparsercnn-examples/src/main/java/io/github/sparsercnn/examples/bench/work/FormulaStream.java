package io.github.sparsercnn.examples.bench.work;

import java.nio.charset.StandardCharsets;

/** The uniform numbers of a key: splitmix64, seeded with the FNV-1a hash of the key. */
final class FormulaStream {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;
  private static final long SECOND_FACTOR = 0x94D049BB133111EBL;

  private long state;

  FormulaStream(String key) {
    state = FNV_OFFSET;
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      state = (state ^ (b & 0xff)) * FNV_PRIME;
    }
  }

  /** The next value in [-1, 1). */
  double next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * FIRST_FACTOR;
    z = (z ^ (z >>> 27)) * SECOND_FACTOR;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53 * 2 - 1;
  }
}
