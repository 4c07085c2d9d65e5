package io.github.sparsercnn.core.evaluation;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.BoxCheck;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import io.github.sparsercnn.core.evaluation.columnar.LongColumn;
import java.nio.file.Path;

/**
 * Detections as a COCO results file holds them, in columns. The order is that of the file: it
 * decides between equal scores. Immutable, thread-safe.
 */
public final class CocoResults {
  private final String source;
  private final long[] imageIds;
  private final long[] categoryIds;
  private final double[] boxes;
  private final double[] scores;

  private CocoResults(Builder builder) {
    source = builder.source;
    imageIds = builder.imageIds.toArray();
    categoryIds = builder.categoryIds.toArray();
    boxes = builder.boxes.toArray();
    scores = builder.scores.toArray();
  }

  /**
   * Reads a results file: a JSON list of objects with {@code image_id}, {@code category_id}, {@code
   * bbox} ({@code xywh}) and {@code score}.
   *
   * @param json the file
   * @return the detections
   * @throws DatasetException if the file cannot be read or is not such a list
   */
  public static CocoResults read(Path json) {
    return ResultsReader.read(json);
  }

  /**
   * Writes a results file, which replaces one that is there. Numbers read back to the same numbers.
   *
   * @param json the file
   * @throws DatasetException if it cannot be written
   */
  public void write(Path json) {
    ResultsWriter.write(this, json);
  }

  /**
   * Starts an empty set of detections.
   *
   * @param source what messages call it, for example the detector's name
   * @return the builder
   */
  public static Builder builder(String source) {
    return new Builder(source);
  }

  /** What messages call it: the file, or the name given to the builder. */
  public String source() {
    return source;
  }

  /** How many detections there are. */
  public int size() {
    return scores.length;
  }

  /**
   * The image of a detection.
   *
   * @param detection from 0, in file order
   * @return the image's id
   */
  public long imageId(int detection) {
    return imageIds[detection];
  }

  /**
   * The category of a detection.
   *
   * @param detection from 0, in file order
   * @return the category's id
   */
  public long categoryId(int detection) {
    return categoryIds[detection];
  }

  /**
   * One number of a detection's box.
   *
   * @param detection from 0, in file order
   * @param side 0 to 3: x, y, width, height in pixels of the original image
   * @return the number
   */
  public double box(int detection, int side) {
    return boxes[4 * detection + side];
  }

  /**
   * The score of a detection.
   *
   * @param detection from 0, in file order
   * @return the score
   */
  public double score(int detection) {
    return scores[detection];
  }

  long[] imageIds() {
    return imageIds;
  }

  long[] categoryIds() {
    return categoryIds;
  }

  double[] boxes() {
    return boxes;
  }

  double[] scores() {
    return scores;
  }

  /** Collects detections. Not thread-safe. */
  public static final class Builder {
    private final String source;
    private final LongColumn imageIds = new LongColumn();
    private final LongColumn categoryIds = new LongColumn();
    private final DoubleColumn boxes = new DoubleColumn();
    private final DoubleColumn scores = new DoubleColumn();

    private Builder(String source) {
      this.source = source;
    }

    /**
     * Adds a detection.
     *
     * @param imageId the image's id
     * @param categoryId the category's id
     * @param x left, in pixels of the original image
     * @param y top
     * @param width at least 0
     * @param height at least 0
     * @param score any finite number; higher is surer
     * @return this
     * @throws DatasetException if a number is not finite, or a side is negative
     */
    public Builder add(
        long imageId,
        long categoryId,
        double x,
        double y,
        double width,
        double height,
        double score) {
      String problem = BoxCheck.problem(x, y, width, height);
      if (problem == null && !Double.isFinite(score)) {
        problem = "score is " + score + ", expected a finite number";
      }
      if (problem != null) {
        throw new DatasetException(
            source + ", detection " + size() + " of image " + imageId + ": " + problem);
      }
      imageIds.add(imageId);
      categoryIds.add(categoryId);
      boxes.add(x);
      boxes.add(y);
      boxes.add(width);
      boxes.add(height);
      scores.add(score);
      return this;
    }

    int size() {
      return imageIds.size();
    }

    /** Builds the detections. */
    public CocoResults build() {
      return new CocoResults(this);
    }
  }
}
