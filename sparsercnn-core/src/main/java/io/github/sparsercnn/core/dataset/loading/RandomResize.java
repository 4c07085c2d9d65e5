package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.image.ShortestEdge;
import java.util.List;
import java.util.Random;

/**
 * Resizes to a random length of the shorter side.
 *
 * <p>Source: detectron2's {@code ResizeShortestEdge}.
 *
 * @param lengths of the shorter side in pixels: the choices, or with {@code range} the smallest and
 *     the largest
 * @param range {@code INPUT.MIN_SIZE_TRAIN_SAMPLING} is {@code range}: any length in between
 * @param maxSize largest length of the longer side
 */
public record RandomResize(List<Integer> lengths, boolean range, int maxSize)
    implements Augmentation {
  /**
   * Copies and checks the lengths.
   *
   * @throws IllegalArgumentException if there are none, one is below 1, or a range is not two
   *     rising lengths
   */
  public RandomResize {
    lengths = List.copyOf(lengths);
    if (lengths.isEmpty() || maxSize < 1 || lengths.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "lengths " + lengths + " up to " + maxSize + ", expected pixels");
    }
    if (range && (lengths.size() != 2 || lengths.get(0) > lengths.get(1))) {
      throw new IllegalArgumentException(
          "lengths " + lengths + ", expected the smallest and the largest of the range");
    }
  }

  /**
   * A choice of lengths.
   *
   * @param lengths of the shorter side
   * @param maxSize largest length of the longer side
   * @return the augmentation
   */
  public static RandomResize choice(List<Integer> lengths, int maxSize) {
    return new RandomResize(lengths, false, maxSize);
  }

  @Override
  public AugmentedPicture apply(AugmentedPicture picture, Random random) {
    RgbImage image = picture.image();
    ImageSize size = new ShortestEdge(length(random), maxSize).apply(image.size());
    return picture.moved(
        PillowResize.bilinear(image, size),
        (double) size.width() / image.width(),
        (double) size.height() / image.height(),
        0,
        0);
  }

  private int length(Random random) {
    return range
        ? lengths.get(0) + random.nextInt(lengths.get(1) - lengths.get(0) + 1)
        : lengths.get(random.nextInt(lengths.size()));
  }
}
