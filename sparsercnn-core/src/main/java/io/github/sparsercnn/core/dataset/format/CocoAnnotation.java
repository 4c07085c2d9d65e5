package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;

/**
 * One object of the ground truth.
 *
 * @param id its id
 * @param imageId the image's id
 * @param categoryId the category's id
 * @param x left, in pixels of the original image
 * @param y top
 * @param width at least 0
 * @param height at least 0
 * @param area square pixels; decides the size class
 * @param crowd {@code iscrowd}: a region that may hold many objects and never counts
 * @param ignore {@code ignore}: never counts, where settings say so
 */
public record CocoAnnotation(
    long id,
    long imageId,
    long categoryId,
    double x,
    double y,
    double width,
    double height,
    double area,
    boolean crowd,
    boolean ignore) {
  /**
   * Checks the numbers.
   *
   * @throws DatasetException if a number is not finite, a side or the area is negative
   */
  public CocoAnnotation {
    String problem = BoxCheck.problem(x, y, width, height);
    if (problem == null && !(area >= 0 && area < Double.POSITIVE_INFINITY)) {
      problem = "area is " + area + ", expected square pixels, 0 or more";
    }
    if (problem != null) {
      throw new DatasetException("annotation " + id + ": " + problem);
    }
  }

  /**
   * An ordinary object: its area is that of its box.
   *
   * @param id its id
   * @param imageId the image's id
   * @param categoryId the category's id
   * @param x left, in pixels of the original image
   * @param y top
   * @param width at least 0
   * @param height at least 0
   * @return the annotation
   */
  public static CocoAnnotation of(
      long id, long imageId, long categoryId, double x, double y, double width, double height) {
    return new CocoAnnotation(
        id, imageId, categoryId, x, y, width, height, width * height, false, false);
  }
}
