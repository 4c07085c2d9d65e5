package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.Random;

/**
 * Cuts out a random part. Each side is drawn on its own; a side that is shorter than the range
 * stays whole.
 *
 * <p>Source: detectron2's {@code RandomCrop} with the type {@code absolute_range}. The part may
 * hold no box.
 *
 * @param min smallest length of a side in pixels
 * @param max largest length of a side in pixels
 */
public record RandomCrop(int min, int max) implements Augmentation {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is empty or begins below 1
   */
  public RandomCrop {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("range of a crop's sides: " + min + " to " + max);
    }
  }

  @Override
  public AugmentedPicture apply(AugmentedPicture picture, Random random) {
    RgbImage image = picture.image();
    int height = side(image.height(), random);
    int width = side(image.width(), random);
    int top = random.nextInt(image.height() - height + 1);
    int left = random.nextInt(image.width() - width + 1);
    return picture.moved(image.part(left, top, new ImageSize(width, height)), 1, 1, -left, -top);
  }

  private int side(int length, Random random) {
    int smallest = Math.min(length, min);
    return smallest + random.nextInt(Math.min(length, max) - smallest + 1);
  }
}
