package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.catalog.DatasetFormat;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;

/** Ground truth of datasets of any format. */
public final class CocoGroundTruths {
  private CocoGroundTruths() {}

  /**
   * What is in the pictures of a dataset. Of a COCO file everything counts as it stands there,
   * areas included; of other formats an object's area is that of its box.
   *
   * @param source where the dataset lies
   * @param dataset what was read from there
   * @return the ground truth, with the dataset's image and category ids
   * @throws io.github.sparsercnn.DatasetException if the file cannot be evaluated on
   */
  public static CocoGroundTruth of(DatasetSource source, Dataset dataset) {
    return DatasetFormat.of(source.labels()) == DatasetFormat.COCO
        ? CocoGroundTruth.read(source.labels())
        : of(dataset);
  }

  /**
   * What is in the pictures of a dataset, an object's area being that of its box.
   *
   * @param dataset any
   * @return the ground truth, with the dataset's image and category ids
   */
  public static CocoGroundTruth of(Dataset dataset) {
    CocoGroundTruthBuilder builder = CocoGroundTruth.builder(dataset.name());
    for (int classId = 0; classId < dataset.categories().size(); classId++) {
      builder.category(
          dataset.categories().datasetId(classId), dataset.categories().label(classId));
    }
    long id = 1;
    for (LabeledPicture picture : dataset.pictures()) {
      builder.image(
          picture.id(), picture.fileName(), picture.size().width(), picture.size().height());
      for (LabeledBox box : picture.boxes()) {
        int category = dataset.categories().datasetId(box.classId());
        builder.annotation(annotation(id++, picture.id(), category, box));
      }
    }
    return builder.build();
  }

  private static CocoAnnotation annotation(long id, long imageId, int category, LabeledBox box) {
    return new CocoAnnotation(
        id,
        imageId,
        category,
        box.x1(),
        box.y1(),
        box.width(),
        box.height(),
        box.width() * box.height(),
        box.crowd(),
        false);
  }
}
