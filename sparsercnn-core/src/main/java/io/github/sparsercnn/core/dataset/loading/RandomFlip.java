package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.core.image.RgbImage;
import java.util.Random;

/**
 * Mirrors left and right.
 *
 * @param probability from 0 to 1; detectron2's {@code RandomFlip} has 0.5
 */
public record RandomFlip(double probability) implements Augmentation {
  private static final int CHANNELS = 3;

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
    return picture.moved(mirrored(image), -1, 1, image.width(), 0);
  }

  private static RgbImage mirrored(RgbImage image) {
    byte[] from = image.bytes();
    byte[] to = new byte[from.length];
    int row = image.width() * CHANNELS;
    for (int start = 0; start < from.length; start += row) {
      for (int in = start, out = start + row - CHANNELS;
          in < start + row;
          in += CHANNELS, out -= CHANNELS) {
        to[out] = from[in];
        to[out + 1] = from[in + 1];
        to[out + 2] = from[in + 2];
      }
    }
    return new RgbImage(to, image.size());
  }
}
