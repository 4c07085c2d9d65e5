package io.github.sparsercnn;

import com.google.auto.value.AutoValue;

/**
 * How a large picture is cut into tiles that overlap, for objects that are small in it. Immutable.
 */
@AutoValue
public abstract class Tiling {
  /** The smallest tile, in pixels: what a network sees less of tells it nothing. */
  public static final int SMALLEST_SIZE = 32;

  /** How much neighbours share if nothing else is said, over the side of a tile. */
  public static final double DEFAULT_OVERLAP = 0.2;

  /** The largest overlap: more would only repeat the work. */
  public static final double LARGEST_OVERLAP = 0.9;

  Tiling() {}

  /** {@return the side of the square tiles, in pixels of the picture} */
  public abstract int size();

  /**
   * {@return how much neighbours share at least, over the side of a tile; objects up to this size
   * are whole in some tile}
   */
  public abstract double overlap();

  /** {@return whether the picture is looked at as a whole too, for objects larger than a tile} */
  public abstract boolean wholePicture();

  /**
   * Tiles that overlap by {@value #DEFAULT_OVERLAP}, without the whole picture.
   *
   * @param size the side of the tiles, in pixels of the picture
   * @return the tiling
   * @throws IllegalArgumentException if the size is below {@value #SMALLEST_SIZE}
   */
  public static Tiling of(int size) {
    return builder().size(size).build();
  }

  /** {@return a builder; the size is required} */
  public static Builder builder() {
    return new AutoValue_Tiling.Builder().overlap(DEFAULT_OVERLAP).wholePicture(false);
  }

  /** Builds a {@link Tiling}. Not thread-safe. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /**
     * Sets the side of the tiles.
     *
     * @param size in pixels of the picture, at least {@value #SMALLEST_SIZE}
     * @return this
     */
    public abstract Builder size(int size);

    /**
     * Sets how much neighbours share.
     *
     * @param overlap over the side of a tile, from 0 to {@value #LARGEST_OVERLAP}
     * @return this
     */
    public abstract Builder overlap(double overlap);

    /**
     * Sets whether the picture is looked at as a whole too.
     *
     * @param wholePicture whether it is
     * @return this
     */
    public abstract Builder wholePicture(boolean wholePicture);

    abstract Tiling autoBuild();

    /**
     * Checks the values.
     *
     * @return the tiling
     * @throws IllegalArgumentException if one is out of range
     * @throws IllegalStateException if no size was set
     */
    public Tiling build() {
      Tiling tiling = autoBuild();
      if (tiling.size() < SMALLEST_SIZE) {
        throw new IllegalArgumentException(
            "tiles must have at least " + SMALLEST_SIZE + " pixels a side: " + tiling.size());
      }
      if (!(tiling.overlap() >= 0 && tiling.overlap() <= LARGEST_OVERLAP)) {
        throw new IllegalArgumentException(
            "tiles must overlap by 0 to " + LARGEST_OVERLAP + " of a side: " + tiling.overlap());
      }
      return tiling;
    }
  }
}
