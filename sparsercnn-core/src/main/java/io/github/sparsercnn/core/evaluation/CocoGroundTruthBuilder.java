package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.dataset.format.CocoContents;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import java.util.ArrayList;
import java.util.List;

/** Collects images, categories and annotations in any order. Not thread-safe. */
public final class CocoGroundTruthBuilder implements CocoContents {
  final String source;
  final LongColumn imageIds = new LongColumn();
  final List<String> fileNames = new ArrayList<>();
  final LongColumn sizes = new LongColumn();
  final LongColumn categoryIds = new LongColumn();
  final List<String> categoryNames = new ArrayList<>();
  final LongColumn annotationIds = new LongColumn();
  final LongColumn annotationImageIds = new LongColumn();
  final LongColumn annotationCategoryIds = new LongColumn();
  final DoubleColumn boxes = new DoubleColumn();
  final DoubleColumn areas = new DoubleColumn();
  final LongColumn crowds = new LongColumn();
  final LongColumn ignores = new LongColumn();

  CocoGroundTruthBuilder(String source) {
    this.source = source;
  }

  /**
   * Adds an image.
   *
   * @param id its id
   * @param fileName its file, or an empty string
   * @param width pixels, or 0 if unknown
   * @param height pixels, or 0 if unknown
   * @return this
   */
  @Override
  public CocoGroundTruthBuilder image(long id, String fileName, int width, int height) {
    imageIds.add(id);
    fileNames.add(fileName);
    sizes.add(width);
    sizes.add(height);
    return this;
  }

  /**
   * Adds a category.
   *
   * @param id its id
   * @param name its name
   * @return this
   */
  @Override
  public CocoGroundTruthBuilder category(long id, String name) {
    categoryIds.add(id);
    categoryNames.add(name);
    return this;
  }

  /**
   * Adds an annotation.
   *
   * @param annotation what it says
   * @return this
   */
  @Override
  public CocoGroundTruthBuilder annotation(CocoAnnotation annotation) {
    annotationIds.add(annotation.id());
    annotationImageIds.add(annotation.imageId());
    annotationCategoryIds.add(annotation.categoryId());
    boxes.add(annotation.x());
    boxes.add(annotation.y());
    boxes.add(annotation.width());
    boxes.add(annotation.height());
    areas.add(annotation.area());
    crowds.add(annotation.crowd() ? 1 : 0);
    ignores.add(annotation.ignore() ? 1 : 0);
    return this;
  }

  /**
   * Builds the ground truth.
   *
   * @return the ground truth
   * @throws DatasetException if two images, categories or annotations share an id
   */
  public CocoGroundTruth build() {
    return new CocoGroundTruth(this);
  }
}
