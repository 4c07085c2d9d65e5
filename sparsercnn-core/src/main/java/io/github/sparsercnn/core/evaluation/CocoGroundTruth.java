package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.CocoFileReader;
import io.github.sparsercnn.core.evaluation.columnar.IdTable;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import java.nio.file.Path;

/**
 * Ground truth as a COCO annotation file holds it, in columns. Images and categories are numbered
 * from 0 by rising id; annotations keep the order of the file. Immutable, thread-safe.
 */
public final class CocoGroundTruth {
  private final String source;
  private final IdTable images;
  private final IdTable categories;
  private final String[] fileNames;
  private final int[] widths;
  private final int[] heights;
  private final String[] categoryNames;
  private final long[] annotationIds;
  private final int[] annotationImages;
  private final int[] annotationCategories;
  private final double[] boxes;
  private final double[] areas;
  private final boolean[] crowds;
  private final boolean[] ignores;
  private final long[] referencedImageIds;
  private final long[] referencedCategoryIds;

  CocoGroundTruth(CocoGroundTruthBuilder builder) {
    source = builder.source;
    images = distinct(builder.imageIds, "image");
    categories = distinct(builder.categoryIds, "category");
    annotationIds = builder.annotationIds.toArray();
    distinct(builder.annotationIds, "annotation");
    fileNames = new String[images.size()];
    widths = new int[images.size()];
    heights = new int[images.size()];
    long[] unsortedImages = builder.imageIds.toArray();
    for (int i = 0; i < unsortedImages.length; i++) {
      int image = images.indexOf(unsortedImages[i]);
      fileNames[image] = builder.fileNames.get(i);
      widths[image] = (int) builder.sizes.get(2 * i);
      heights[image] = (int) builder.sizes.get(2 * i + 1);
    }
    categoryNames = new String[categories.size()];
    long[] unsortedCategories = builder.categoryIds.toArray();
    for (int i = 0; i < unsortedCategories.length; i++) {
      categoryNames[categories.indexOf(unsortedCategories[i])] = builder.categoryNames.get(i);
    }
    referencedImageIds = builder.annotationImageIds.toArray();
    referencedCategoryIds = builder.annotationCategoryIds.toArray();
    annotationImages = images.indicesOf(referencedImageIds);
    annotationCategories = categories.indicesOf(referencedCategoryIds);
    boxes = builder.boxes.toArray();
    areas = builder.areas.toArray();
    crowds = flags(builder.crowds);
    ignores = flags(builder.ignores);
  }

  private IdTable distinct(LongColumn ids, String what) {
    IdTable table = IdTable.of(ids.toArray());
    int duplicate = table.indexOfDuplicate();
    if (duplicate >= 0) {
      throw new DatasetException(
          source + ": " + what + " id " + table.id(duplicate) + " occurs twice; ids must differ");
    }
    return table;
  }

  private static boolean[] flags(LongColumn column) {
    long[] values = column.toArray();
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = values[i] != 0;
    }
    return flags;
  }

  /**
   * Reads an annotation file: a JSON object with the lists {@code images}, {@code annotations} and
   * {@code categories}. What other keys hold, segmentations for example, is skipped.
   *
   * @param json the file
   * @return the ground truth
   * @throws DatasetException if the file cannot be read, is not of that form, or an id occurs twice
   */
  public static CocoGroundTruth read(Path json) {
    return CocoFileReader.read(json, builder(json.toString())).build();
  }

  /**
   * Starts an empty ground truth.
   *
   * @param source what messages call it, for example the file or the data set's name
   * @return the builder
   */
  public static CocoGroundTruthBuilder builder(String source) {
    return new CocoGroundTruthBuilder(source);
  }

  /** What messages call it: the file, or the name given to the builder. */
  public String source() {
    return source;
  }

  /** How many images there are, those without annotations included. */
  public int imageCount() {
    return images.size();
  }

  /**
   * The id of an image.
   *
   * @param image from 0, by rising id
   * @return its id
   */
  public long imageId(int image) {
    return images.id(image);
  }

  /**
   * Where an image stands in the order of ids.
   *
   * @param imageId the image's id
   * @return its number from 0, negative if no image has this id
   */
  public int imageIndex(long imageId) {
    return images.indexOf(imageId);
  }

  /**
   * The file name of an image.
   *
   * @param image from 0, by rising id
   * @return the name as the file gives it, empty if it gives none
   */
  public String fileName(int image) {
    return fileNames[image];
  }

  /**
   * The width of an image.
   *
   * @param image from 0, by rising id
   * @return pixels, 0 if the file does not tell
   */
  public int width(int image) {
    return widths[image];
  }

  /**
   * The height of an image.
   *
   * @param image from 0, by rising id
   * @return pixels, 0 if the file does not tell
   */
  public int height(int image) {
    return heights[image];
  }

  /** How many categories there are. */
  public int categoryCount() {
    return categories.size();
  }

  /**
   * The id of a category.
   *
   * @param category from 0, by rising id
   * @return its id
   */
  public long categoryId(int category) {
    return categories.id(category);
  }

  /**
   * Where a category stands in the order of ids.
   *
   * @param categoryId the category's id
   * @return its number from 0, negative if no category has this id
   */
  public int categoryIndex(long categoryId) {
    return categories.indexOf(categoryId);
  }

  /**
   * The name of a category.
   *
   * @param category from 0, by rising id
   * @return its name
   */
  public String categoryName(int category) {
    return categoryNames[category];
  }

  /** How many annotations there are. */
  public int annotationCount() {
    return annotationIds.length;
  }

  /**
   * The id of an annotation.
   *
   * @param annotation from 0, in file order
   * @return its id
   */
  public long annotationId(int annotation) {
    return annotationIds[annotation];
  }

  /**
   * The image of an annotation.
   *
   * @param annotation from 0, in file order
   * @return the image's number, negative if the annotation names an unknown image
   */
  public int image(int annotation) {
    return annotationImages[annotation];
  }

  /**
   * The category of an annotation.
   *
   * @param annotation from 0, in file order
   * @return the category's number, negative if the annotation names an unknown category
   */
  public int category(int annotation) {
    return annotationCategories[annotation];
  }

  /**
   * One number of an annotation's box.
   *
   * @param annotation from 0, in file order
   * @param side 0 to 3: x, y, width, height in pixels of the original image
   * @return the number
   */
  public double box(int annotation, int side) {
    return boxes[4 * annotation + side];
  }

  /**
   * The area of an annotation's object, which decides its size class.
   *
   * @param annotation from 0, in file order
   * @return square pixels: of the segmentation where the file gives it, else of the box
   */
  public double area(int annotation) {
    return areas[annotation];
  }

  /**
   * Whether an annotation marks a crowd: a region that may hold many objects and never counts.
   *
   * @param annotation from 0, in file order
   * @return its {@code iscrowd}
   */
  public boolean isCrowd(int annotation) {
    return crowds[annotation];
  }

  /**
   * Whether an annotation has the mark {@code ignore}, which counts only where settings say so.
   *
   * @param annotation from 0, in file order
   * @return its {@code ignore}
   */
  public boolean isIgnored(int annotation) {
    return ignores[annotation];
  }

  /** The image id that an annotation names, which may be unknown. */
  long referencedImageId(int annotation) {
    return referencedImageIds[annotation];
  }

  /** The category id that an annotation names, which may be unknown. */
  long referencedCategoryId(int annotation) {
    return referencedCategoryIds[annotation];
  }

  int[] annotationImages() {
    return annotationImages;
  }

  int[] annotationCategories() {
    return annotationCategories;
  }

  double[] boxes() {
    return boxes;
  }

  IdTable images() {
    return images;
  }

  IdTable categories() {
    return categories;
  }
}
