package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.core.dataset.Dataset;

/**
 * What a conversion kept and what the new format cannot hold.
 *
 * @param pictures how many were written
 * @param boxes how many were written
 * @param crowdsLeftOut crowds that the format has no mark for
 * @param emptyLeftOut boxes that are empty once clipped to the picture, where the format demands it
 */
public record WrittenDataset(long pictures, long boxes, long crowdsLeftOut, long emptyLeftOut) {
  /** Nothing so far. */
  public static final WrittenDataset NOTHING = new WrittenDataset(0, 0, 0, 0);

  /** Everything of a dataset. */
  static WrittenDataset whole(Dataset dataset) {
    long boxes = dataset.pictures().stream().mapToLong(picture -> picture.boxes().size()).sum();
    return new WrittenDataset(dataset.size(), boxes, 0, 0);
  }

  /**
   * Both together.
   *
   * @param other what else was written
   * @return the sums
   */
  public WrittenDataset plus(WrittenDataset other) {
    return new WrittenDataset(
        pictures + other.pictures,
        boxes + other.boxes,
        crowdsLeftOut + other.crowdsLeftOut,
        emptyLeftOut + other.emptyLeftOut);
  }
}
