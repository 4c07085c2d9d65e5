package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.loading.Augmentation;
import io.github.sparsercnn.core.dataset.loading.AugmentedPicture;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.Random;

/** Turns a picture by 0, 90, 180 or 270 degrees: under a microscope there is no up and down. */
final class QuarterTurns implements Augmentation {
  private static final int CHANNELS = 3;

  @Override
  public AugmentedPicture apply(AugmentedPicture picture, Random random) {
    AugmentedPicture turned = picture;
    for (int turns = random.nextInt(4); turns > 0; turns--) {
      turned = turn(turned);
    }
    return turned;
  }

  /** Clockwise: the top row becomes the right column. */
  static AugmentedPicture turn(AugmentedPicture picture) {
    RgbImage image = picture.image();
    int width = image.height();
    byte[] pixels = new byte[image.bytes().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int from = (y * image.width() + x) * CHANNELS;
        int to = (x * width + width - 1 - y) * CHANNELS;
        System.arraycopy(image.bytes(), from, pixels, to, CHANNELS);
      }
    }
    double[] old = picture.corners(); // x1, y1, x2, y2 of one box after the other
    double[] corners = new double[old.length];
    for (int box = 0; box < old.length; box += 4) {
      corners[box] = width - old[box + 3];
      corners[box + 1] = old[box];
      corners[box + 2] = width - old[box + 1];
      corners[box + 3] = old[box + 2];
    }
    ImageSize size = new ImageSize(width, image.width());
    return new AugmentedPicture(new RgbImage(pixels, size), corners, picture.classIds());
  }
}
