package io.github.sparsercnn.examples.spark;

import java.util.OptionalLong;

/** Which id a picture has in a COCO file. */
@FunctionalInterface
interface ImageIds {
  /** As in the rows. */
  ImageIds OF_ROWS = (imageId, path) -> OptionalLong.of(imageId);

  /**
   * Finds the id of a picture.
   *
   * @param imageId its id in the rows
   * @param path where it lies
   * @return nothing if the picture does not belong into the file
   */
  OptionalLong of(long imageId, String path);
}
