package io.github.sparsercnn.core.dataset.format;

/** Takes what a COCO annotation file holds, in the order of the file. */
public interface CocoContents {
  /**
   * Takes an image.
   *
   * @param id its id
   * @param fileName its file, or an empty string
   * @param width pixels, or 0 if unknown
   * @param height pixels, or 0 if unknown
   * @return this
   */
  CocoContents image(long id, String fileName, int width, int height);

  /**
   * Takes a category.
   *
   * @param id its id
   * @param name its name
   * @return this
   */
  CocoContents category(long id, String name);

  /**
   * Takes an annotation, whose image and category may be unknown so far, or at all.
   *
   * @param annotation what it says
   * @return this
   */
  CocoContents annotation(CocoAnnotation annotation);
}
