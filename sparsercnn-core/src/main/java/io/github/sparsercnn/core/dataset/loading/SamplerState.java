package io.github.sparsercnn.core.dataset.loading;

import java.util.List;

/**
 * Where a sampler stands between two batches: all it takes to go on with the very next one. The
 * same on every rank.
 *
 * @param position of the stream that is drawn next
 * @param waiting positions drawn already whose pictures wait for others of their shape, in the
 *     order drawn
 */
public record SamplerState(long position, List<Long> waiting) {
  /** The state before the first batch. */
  public static final SamplerState START = new SamplerState(0, List.of());

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a waiting position was not drawn yet
   */
  public SamplerState {
    waiting = List.copyOf(waiting);
    for (long drawn : waiting) {
      if (drawn < 0 || drawn >= position) {
        throw new IllegalArgumentException(
            "position " + drawn + " waits, but only those before " + position + " were drawn");
      }
    }
  }
}
