package io.github.sparsercnn;

import java.util.List;

/**
 * One line of a COCO results file.
 *
 * @param imageId the id of the picture in the dataset
 * @param categoryId the id of the class in the dataset, not the class id of the model
 * @param bbox {@code x1, y1, width, height}, in pixels of the picture
 * @param score how sure the model is, in [0, 1]
 */
public record CocoResult(long imageId, int categoryId, List<Float> bbox, float score) {
  private static final int BBOX_NUMBERS = 4;

  /**
   * Makes a result.
   *
   * @param imageId the id of the picture
   * @param categoryId the id of the class
   * @param bbox 4 numbers, copied
   * @param score finite
   * @throws IllegalArgumentException if the box does not have 4 numbers, or a number is not finite
   */
  public CocoResult {
    bbox = List.copyOf(bbox);
    if (bbox.size() != BBOX_NUMBERS) {
      throw new IllegalArgumentException("bbox must be [x, y, width, height], got " + bbox);
    }
    if (!Float.isFinite(score) || !bbox.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          "bbox and score must be finite, got " + bbox + " with score " + score);
    }
  }

  /**
   * Returns the JSON object that COCO's tools read.
   *
   * @return for example {@code
   *     {"image_id":139,"category_id":72,"bbox":[10.5,20.0,50.0,40.0],"score":0.71}}
   */
  public String toJson() {
    return "{\"image_id\":"
        + imageId
        + ",\"category_id\":"
        + categoryId
        + ",\"bbox\":["
        + bbox.get(0)
        + ","
        + bbox.get(1)
        + ","
        + bbox.get(2)
        + ","
        + bbox.get(3)
        + "],\"score\":"
        + score
        + "}";
  }
}
