package io.github.sparsercnn;

import com.google.auto.value.AutoValue;
import java.util.Arrays;
import java.util.List;

/**
 * At which sizes a picture is looked at before the answers are put together. Immutable.
 *
 * <p>Each size of the list costs one prediction, or two with {@link #flip()}.
 */
@AutoValue
public abstract class TestTimeAugmentation {
  /** The largest length of a longer side if nothing else is said, in pixels. */
  public static final int DEFAULT_MAX_SIZE = 4000;

  TestTimeAugmentation() {}

  /**
   * A size, and the objects that count when the picture is looked at in it: the small ones of
   * enlarged pictures and the large ones of reduced pictures.
   *
   * @param shortEdge length of the shorter side of the resized picture, in pixels
   * @param smallest the side of a square; objects of no more area do not count
   * @param largest the side of a square; objects of no less area do not count
   */
  public record Scale(int shortEdge, double smallest, double largest) {
    /**
     * Checks the numbers.
     *
     * @param shortEdge length of the shorter side
     * @param smallest the side of the largest square that does not count
     * @param largest the side of the smallest larger square that does not count
     * @throws IllegalArgumentException if the short edge is below 1, the smallest side negative or
     *     the largest not larger than it
     */
    public Scale {
      if (shortEdge < 1) {
        throw new IllegalArgumentException("a short edge must have at least 1 pixel: " + shortEdge);
      }
      if (!(smallest >= 0 && smallest < largest)) {
        throw new IllegalArgumentException(
            "objects at short edge "
                + shortEdge
                + " must have sides from 0 or more to more than that: "
                + smallest
                + " to "
                + largest);
      }
    }

    /**
     * A size at which all objects count.
     *
     * @param shortEdge length of the shorter side of the resized picture, in pixels
     * @return the scale
     * @throws IllegalArgumentException if it is below 1
     */
    public static Scale of(int shortEdge) {
      return new Scale(shortEdge, 0, Double.POSITIVE_INFINITY);
    }

    /**
     * Says whether an object counts.
     *
     * @param area of its box, in square pixels of the resized picture
     * @return whether it does
     */
    public boolean counts(float area) {
      return area > smallest * smallest && area < largest * largest;
    }
  }

  /** {@return the sizes, at least one} */
  public abstract List<Scale> scales();

  /** {@return the largest length of the longer side, in pixels; it goes before the short edge} */
  public abstract int maxSize();

  /** {@return whether the mirrored picture is looked at too, at each size} */
  public abstract boolean flip();

  /**
   * {@return whether the sizes are made of the picture already resized for the network, as the
   * official code does, and not of the picture itself}
   */
  public abstract boolean resampleTwice();

  /**
   * Looks at a picture in some sizes and mirrored, where all objects count.
   *
   * @param shortEdges lengths of the shorter side, in pixels
   * @return the augmentation
   * @throws IllegalArgumentException if there are none or one is below 1
   */
  public static TestTimeAugmentation ofShortEdges(int... shortEdges) {
    return builder().scales(Arrays.stream(shortEdges).mapToObj(Scale::of).toList()).build();
  }

  /** {@return a builder; the scales are required} */
  public static Builder builder() {
    return new AutoValue_TestTimeAugmentation.Builder()
        .maxSize(DEFAULT_MAX_SIZE)
        .flip(true)
        .resampleTwice(false);
  }

  /** Builds a {@link TestTimeAugmentation}. Not thread-safe. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /**
     * Sets the sizes.
     *
     * @param scales at least one
     * @return this
     */
    public abstract Builder scales(List<Scale> scales);

    /**
     * Sets the largest length of the longer side.
     *
     * @param maxSize in pixels, at least 1
     * @return this
     */
    public abstract Builder maxSize(int maxSize);

    /**
     * Sets whether the mirrored picture is looked at too.
     *
     * @param flip whether it is
     * @return this
     */
    public abstract Builder flip(boolean flip);

    /**
     * Sets whether the sizes are made of the picture already resized for the network.
     *
     * @param resampleTwice whether they are
     * @return this
     */
    public abstract Builder resampleTwice(boolean resampleTwice);

    abstract TestTimeAugmentation autoBuild();

    abstract List<Scale> scales();

    /**
     * Checks the values.
     *
     * @return the augmentation
     * @throws IllegalArgumentException if there are no scales or the largest length is below 1
     * @throws IllegalStateException if no scales were set
     */
    public TestTimeAugmentation build() {
      TestTimeAugmentation augmentation = scales(List.copyOf(scales())).autoBuild();
      if (augmentation.scales().isEmpty()) {
        throw new IllegalArgumentException("test-time augmentation needs at least one size");
      }
      if (augmentation.maxSize() < 1) {
        throw new IllegalArgumentException(
            "the longer side must be allowed at least 1 pixel: " + augmentation.maxSize());
      }
      return augmentation;
    }
  }
}
