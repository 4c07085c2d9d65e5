package io.github.sparsercnn.core.inspection;

/**
 * The feature map of one level of the pyramid, without the cells that hold nothing but padding.
 *
 * @param number of the level, for example 3 for p3
 * @param stride pixels of the resized picture per cell
 * @param width cells from left to right
 * @param height cells from top to bottom
 * @param channels values per cell
 * @param values {@code [height, width, channels]}, row by row; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FeatureLevel(
    int number, int stride, int width, int height, int channels, float[] values) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the number of values does not fit them
   */
  public FeatureLevel {
    if (values.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          values.length + " values for " + height + " x " + width + " cells of " + channels);
    }
  }

  /** {@return the name of the level, for example {@code p3}} */
  public String name() {
    return "p" + number;
  }

  /** {@return the number of cells} */
  public int cells() {
    return width * height;
  }

  /**
   * The values of one channel.
   *
   * @param channel from 0
   * @return {@code [height, width]}, row by row
   */
  public float[] channel(int channel) {
    float[] plane = new float[cells()];
    for (int i = 0, at = channel; i < plane.length; i++, at += channels) {
      plane[i] = values[at];
    }
    return plane;
  }
}
