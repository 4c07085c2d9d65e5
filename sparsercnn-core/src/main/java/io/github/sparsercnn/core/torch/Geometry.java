package io.github.sparsercnn.core.torch;

/**
 * How a convolution moves over its input; equal along both axes, without dilation.
 *
 * @param stride at least 1
 * @param padding zeros on each side
 * @param groups of channels that do not see each other
 */
public record Geometry(int stride, int padding, int groups) {
  /** The same without zeros around the input. */
  public Geometry withoutPadding() {
    return new Geometry(stride, 0, groups);
  }

  long[] strides() {
    return new long[] {stride, stride};
  }

  long[] paddings() {
    return new long[] {padding, padding};
  }

  long[] dilations() {
    return new long[] {1, 1};
  }
}
