package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.Boxes;

/**
 * What is to be found in one picture.
 *
 * @param image the picture's name, for messages
 * @param boxes in pixels of the resized picture that the network sees
 * @param classIds one per box, counted from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GroundTruth(String image, Boxes boxes, int[] classIds) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are not as many classes as boxes
   */
  public GroundTruth {
    if (boxes.size() != classIds.length) {
      throw new IllegalArgumentException(
          image + " has " + boxes.size() + " boxes and " + classIds.length + " classes");
    }
    classIds = classIds.clone();
  }

  /** {@return one class per box, a copy} */
  @Override
  public int[] classIds() {
    return classIds.clone();
  }

  /** {@return the number of boxes} */
  public int size() {
    return boxes.size();
  }
}
