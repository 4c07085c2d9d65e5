package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ImageSize;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Puts parts of four pictures together to one of the first one's size: more objects, smaller ones,
 * cut ones, in other surroundings. Beyond the official recipe.
 *
 * <p>The tiles meet at a point in the middle half of the picture. Each shows a random part of its
 * picture, at a scale between that at which the picture would just cover the tile and that at which
 * it would cover the whole mosaic. What becomes of boxes that are cut, {@link MosaicCanvas} says.
 *
 * <p>Source: the idea is that of YOLOv4 (Bochkovskiy et al., 2020), which fills with grey what its
 * tiles leave open.
 *
 * @param probability from 0 to 1
 */
public record Mosaic(double probability) {
  /** No mosaics, and no random numbers drawn. */
  public static final Mosaic NEVER = new Mosaic(0);

  /** Smallest distance of the meeting point from a border, over the length of the side. */
  private static final double NEAREST_TO_BORDER = 0.25;

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Mosaic {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability of a mosaic: " + probability);
    }
  }

  /**
   * Makes a mosaic, or not. Pictures of a single row or column stay as they are.
   *
   * @param first gives the size, and the tile in the left upper corner
   * @param random the sample's own stream
   * @param others gives further pictures
   * @return the mosaic, or {@code first}
   */
  public AugmentedPicture apply(
      AugmentedPicture first, Random random, Supplier<AugmentedPicture> others) {
    ImageSize size = first.image().size();
    if (probability == 0
        || random.nextDouble() >= probability
        || Math.min(size.width(), size.height()) < 2) {
      return first;
    }
    int x = meeting(size.width(), random);
    int y = meeting(size.height(), random);
    MosaicCanvas canvas = new MosaicCanvas(size);
    canvas.lay(first, 0, 0, new ImageSize(x, y), random);
    canvas.lay(others.get(), x, 0, new ImageSize(size.width() - x, y), random);
    canvas.lay(others.get(), 0, y, new ImageSize(x, size.height() - y), random);
    canvas.lay(others.get(), x, y, new ImageSize(size.width() - x, size.height() - y), random);
    return canvas.picture();
  }

  private static int meeting(int length, Random random) {
    double place = NEAREST_TO_BORDER + (1 - 2 * NEAREST_TO_BORDER) * random.nextDouble();
    return (int) Math.max(1, Math.min(Math.round(length * place), length - 1));
  }
}
