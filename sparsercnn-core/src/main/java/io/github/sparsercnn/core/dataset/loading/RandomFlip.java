package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.image.RgbImage;
import java.util.Random;

/**
 * Mirrors a picture, left and right or top and bottom.
 *
 * @param probability from 0 to 1; detectron2's {@code RandomFlip} has 0.5
 * @param direction which sides change places
 */
public record RandomFlip(double probability, Direction direction) implements Augmentation {
  private static final int CHANNELS = 3;

  /** Which sides change places. */
  public enum Direction {
    /** Left and right. */
    HORIZONTAL,
    /** Top and bottom. */
    VERTICAL
  }

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is none
   */
  public RandomFlip {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability of a flip: " + probability);
    }
  }

  @Override
  public AugmentedPicture apply(AugmentedPicture picture, Random random) {
    if (random.nextDouble() >= probability) {
      return picture;
    }
    RgbImage image = picture.image();
    return switch (direction) {
      case HORIZONTAL -> picture.moved(image.mirrored(), -1, 1, image.width(), 0);
      case VERTICAL -> picture.moved(upsideDown(image), 1, -1, 0, image.height());
    };
  }

  private static RgbImage upsideDown(RgbImage image) {
    byte[] from = image.bytes();
    byte[] to = new byte[from.length];
    int row = image.width() * CHANNELS;
    for (int start = 0; start < from.length; start += row) {
      System.arraycopy(from, start, to, from.length - row - start, row);
    }
    return new RgbImage(to, image.size());
  }
}
