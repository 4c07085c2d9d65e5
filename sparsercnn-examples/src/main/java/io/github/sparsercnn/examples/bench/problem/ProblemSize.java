package io.github.sparsercnn.examples.bench.problem;

import io.github.sparsercnn.SparseRcnnException;

/**
 * How large an evaluation is.
 *
 * @param images how many images there are
 * @param boxes how many annotated objects, over all images
 * @param categories how many categories
 * @param detections how many detections, over all images
 */
public record ProblemSize(int images, int boxes, int categories, int detections) {
  /** COCO's val2017, and 50 detections per image. */
  public static final ProblemSize VAL2017 = new ProblemSize(5000, 36_781, 80, 250_000);

  /**
   * Checks the numbers.
   *
   * @throws SparseRcnnException if there is no image or no category, or a number is negative
   */
  public ProblemSize {
    if (images < 1 || categories < 1 || boxes < 0 || detections < 0) {
      throw new SparseRcnnException(
          "cannot make a problem of "
              + images
              + " images, "
              + boxes
              + " boxes, "
              + categories
              + " categories and "
              + detections
              + " detections; at least one image and one category are needed, and no negative"
              + " number");
    }
  }
}
