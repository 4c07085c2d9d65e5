package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.image.RgbImage;

/**
 * A picture as training sees it. Immutable as long as the image's bytes are left alone.
 *
 * @param picture what it was made of; of a mosaic, the picture whose turn it was
 * @param image augmented and resized
 * @param boxes in pixels of {@code image}, within it, none empty
 * @param classIds one per box, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainingSample(LabeledPicture picture, RgbImage image, Boxes boxes, int[] classIds) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are not as many classes as boxes
   */
  public TrainingSample {
    if (boxes.size() != classIds.length) {
      throw new IllegalArgumentException(
          picture.fileName()
              + " has "
              + boxes.size()
              + " boxes and "
              + classIds.length
              + " classes");
    }
    classIds = classIds.clone();
  }

  /** {@return one class per box, a copy} */
  @Override
  public int[] classIds() {
    return classIds.clone();
  }
}
