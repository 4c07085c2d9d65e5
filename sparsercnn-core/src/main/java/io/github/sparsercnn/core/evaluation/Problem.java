package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.DatasetException;

/** Ground truth and detections that belong together, checked, and sorted into cells. */
final class Problem {
  private final CocoGroundTruth truth;
  private final CocoResults results;
  private final CocoSettings settings;
  private final int[] images;
  private final Cells cells;

  Problem(CocoGroundTruth truth, CocoResults results, CocoSettings settings) {
    this.truth = truth;
    this.results = results;
    this.settings = settings;
    images = truth.images().indicesOf(results.imageIds());
    int[] categories = truth.categories().indicesOf(results.categoryIds());
    checkResults(categories);
    if (!settings.pycocotools()) {
      checkTruth();
    }
    cells =
        new Cells(
            truth.categoryCount(),
            truth.imageCount(),
            new Cells.Places(truth.annotationCategories(), truth.annotationImages()),
            new Cells.Places(categories, images));
  }

  private void checkResults(int[] categories) {
    for (int i = 0; i < images.length; i++) {
      if (images[i] < 0) {
        throw complaint(
            results.source(),
            "results",
            i,
            "image id "
                + results.imageId(i)
                + " is not in "
                + truth.source()
                + "; are these results of another data set?");
      }
      if (categories[i] < 0 && !settings.pycocotools()) {
        throw complaint(
            results.source(),
            "results",
            i,
            "category id "
                + results.categoryId(i)
                + " is not in "
                + truth.source()
                + "; results hold the data set's ids, COCO's run from 1 to 90 (pycocotools would"
                + " leave the detection out)");
      }
    }
  }

  private void checkTruth() {
    for (int i = 0; i < truth.annotationCount(); i++) {
      if (truth.image(i) < 0) {
        throw complaint(
            truth.source(),
            "annotations",
            i,
            "image id "
                + truth.referencedImageId(i)
                + " is not in the list of images; pycocotools would leave the annotation out");
      }
      if (truth.category(i) < 0) {
        throw complaint(
            truth.source(),
            "annotations",
            i,
            "category id "
                + truth.referencedCategoryId(i)
                + " is not in the list of categories; pycocotools would leave the annotation out");
      }
      if (truth.annotationId(i) == 0) {
        throw complaint(
            truth.source(),
            "annotations",
            i,
            "annotation id 0, whose match pycocotools counts as a false positive; number the"
                + " annotations from 1, or ask for what pycocotools does");
      }
    }
  }

  private static DatasetException complaint(String source, String list, int index, String what) {
    return new DatasetException(source + ", " + list + "[" + index + "]: " + what);
  }

  CocoGroundTruth truth() {
    return truth;
  }

  CocoResults results() {
    return results;
  }

  /** The number of a detection's image. */
  int imageOf(int detection) {
    return images[detection];
  }

  CocoSettings settings() {
    return settings;
  }

  Cells cells() {
    return cells;
  }

  /** Whether an annotation never counts, whatever its area. */
  boolean isIgnored(int annotation) {
    return truth.isCrowd(annotation) || (settings.respectIgnore() && truth.isIgnored(annotation));
  }

  /** Whether an annotation does not count among the objects of these areas. */
  boolean isIgnored(int annotation, AreaRange range) {
    return isIgnored(annotation) || !range.contains(truth.area(annotation));
  }
}
