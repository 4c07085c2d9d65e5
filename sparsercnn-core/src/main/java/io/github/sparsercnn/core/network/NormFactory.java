package io.github.sparsercnn.core.network;

/** Makes the norms of one stage of the backbone. */
@FunctionalInterface
interface NormFactory {
  /**
   * Makes a norm.
   *
   * @param weights its view
   * @param channels of the convolution before it
   */
  Norm create(Weights weights, int channels);
}
