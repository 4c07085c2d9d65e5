package io.github.sparsercnn.core.dataset.loading;

import java.util.Random;

/**
 * An infinite stream of indices: one random order of all of them after the other, each a function
 * of the seed and its number. Not thread-safe.
 *
 * <p>Source: detectron2's {@code TrainingSampler}; the orders differ, since the random numbers do.
 */
public final class ShuffledStream {
  private final int size;
  private final long seed;
  private final int[] order;
  private long epoch = -1;

  /**
   * Makes the stream.
   *
   * @param size indices are 0 to {@code size - 1}, at least 1
   * @param seed of the orders
   * @throws IllegalArgumentException if there are no indices
   */
  public ShuffledStream(int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("nothing to sample from");
    }
    this.size = size;
    this.seed = seed;
    order = new int[size];
  }

  /**
   * The index at a position. Positions of the same epoch are cheap one after the other.
   *
   * @param position from 0
   * @return the index
   * @throws IllegalArgumentException if the position is negative
   */
  public int at(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("positions count from 0, found " + position);
    }
    if (position / size != epoch) {
      shuffle(position / size);
    }
    return order[(int) (position % size)];
  }

  private void shuffle(long number) {
    Random random = SampleSeed.random(seed, SampleSeed.Purpose.SHUFFLE, number);
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    epoch = number;
  }
}
