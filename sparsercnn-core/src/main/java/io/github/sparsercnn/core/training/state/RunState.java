package io.github.sparsercnn.core.training.state;

import io.github.sparsercnn.core.dataset.loading.SamplerState;

/**
 * Where a run stands between two iterations, beside the numbers that the network and the optimizer
 * hold. Immutable.
 *
 * @param iteration the one that was finished last, -1 before the first
 * @param sampler where the next batch begins
 * @param best the best evaluation so far
 */
public record RunState(long iteration, SamplerState sampler, BestSoFar best) {
  /** Before the first iteration. */
  public static final RunState START = new RunState(-1, SamplerState.START, BestSoFar.NONE);

  /** {@return the iteration that comes next} */
  public long next() {
    return iteration + 1;
  }
}
