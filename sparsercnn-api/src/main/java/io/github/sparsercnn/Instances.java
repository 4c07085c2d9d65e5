package io.github.sparsercnn;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The objects found in one picture, best score first. Boxes are in pixels of that picture.
 *
 * <p>Columnar: {@link #boxes()}, {@link #scores()} and {@link #classIds()} go side by side. A
 * detector gives as many instances as it has proposals, most of them with low scores: keep those
 * {@linkplain #above above} a threshold. Immutable and thread-safe; arrays are copied on the way in
 * and out.
 */
public final class Instances implements Iterable<Instance> {
  private final ImageSize imageSize;
  private final Boxes boxes;
  private final float[] scores;
  private final int[] classIds;
  private final Categories categories;

  private Instances(
      ImageSize imageSize, Boxes boxes, float[] scores, int[] classIds, Categories categories) {
    this.imageSize = imageSize;
    this.boxes = boxes;
    this.scores = scores;
    this.classIds = classIds;
    this.categories = categories;
  }

  /**
   * Puts columns together, sorted by descending score; equal scores keep the given order.
   *
   * @param imageSize the size of the picture
   * @param boxes where the N objects are, in pixels of the picture
   * @param scores N finite scores
   * @param classIds N class ids, each below the number of categories
   * @param categories the classes of the model
   * @return the instances
   * @throws IllegalArgumentException if the columns differ in length, a score is not finite, or a
   *     class id is not one of the categories
   */
  public static Instances of(
      ImageSize imageSize, Boxes boxes, float[] scores, int[] classIds, Categories categories) {
    Objects.requireNonNull(imageSize, "imageSize");
    Objects.requireNonNull(categories, "categories");
    if (boxes.size() != scores.length || boxes.size() != classIds.length) {
      throw new IllegalArgumentException(
          "columns differ in length: "
              + boxes.size()
              + " boxes, "
              + scores.length
              + " scores, "
              + classIds.length
              + " class ids");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Float.isFinite(scores[i])) {
        throw new IllegalArgumentException("score " + i + " must be finite: " + scores[i]);
      }
      if (classIds[i] < 0 || classIds[i] >= categories.size()) {
        throw new IllegalArgumentException(
            "class id " + i + " must be in 0.." + (categories.size() - 1) + ": " + classIds[i]);
      }
    }
    int[] byScore =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Instances(imageSize, boxes, scores, classIds, categories).select(byScore);
  }

  /**
   * A picture in which nothing was found.
   *
   * @param imageSize the size of the picture
   * @param categories the classes of the model
   * @return no instances
   */
  public static Instances none(ImageSize imageSize, Categories categories) {
    return of(imageSize, Boxes.empty(), new float[0], new int[0], categories);
  }

  /** {@return the size of the picture that the boxes refer to} */
  public ImageSize imageSize() {
    return imageSize;
  }

  /** {@return where the objects are, {@code [N, 4]}, in pixels of the picture} */
  public Boxes boxes() {
    return boxes;
  }

  /** {@return the scores, {@code [N]}, descending, a copy} */
  public float[] scores() {
    return scores.clone();
  }

  /** {@return the class ids of the model, {@code [N]}, a copy} */
  public int[] classIds() {
    return classIds.clone();
  }

  /** {@return the label of each instance, {@code [N]}} */
  public List<String> labels() {
    return Arrays.stream(classIds).mapToObj(categories::label).toList();
  }

  /** {@return all classes that the model knows} */
  public Categories categories() {
    return categories;
  }

  /** {@return the number of instances} */
  public int size() {
    return scores.length;
  }

  /** {@return whether there are none} */
  public boolean isEmpty() {
    return scores.length == 0;
  }

  /**
   * One instance.
   *
   * @param index from 0, the best, to {@code size() - 1}
   * @return the instance
   * @throws IndexOutOfBoundsException if there is no such instance
   */
  public Instance get(int index) {
    Objects.checkIndex(index, size());
    int classId = classIds[index];
    return new Instance(categories.label(classId), classId, scores[index], boxes.get(index));
  }

  /** {@return the instances, best first} */
  public Stream<Instance> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
  }

  @Override
  public Iterator<Instance> iterator() {
    return stream().iterator();
  }

  /**
   * Keeps the sure ones.
   *
   * @param score the threshold, in [0, 1] for scores of a detector
   * @return the instances whose score is strictly greater
   * @throws IllegalArgumentException if the threshold is not a number
   */
  public Instances above(float score) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("the score threshold is NaN");
    }
    return where(i -> scores[i] > score);
  }

  /**
   * Keeps the best ones.
   *
   * @param count how many at most
   * @return the first {@code count} instances, or all if there are fewer
   * @throws IllegalArgumentException if the count is negative
   */
  public Instances top(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("cannot keep the best " + count + " instances");
    }
    return where(i -> i < count);
  }

  /**
   * Keeps one class.
   *
   * @param classId from 0 to {@code categories().size() - 1}
   * @return the instances of this class
   * @throws IllegalArgumentException if there is no such class
   */
  public Instances ofClass(int classId) {
    if (classId < 0 || classId >= categories.size()) {
      throw new IllegalArgumentException(
          "class id must be in 0.." + (categories.size() - 1) + ", got " + classId);
    }
    return where(i -> classIds[i] == classId);
  }

  /**
   * Keeps one label.
   *
   * @param label one of the labels of {@link #categories()}, spelled as there
   * @return the instances with this label
   * @throws IllegalArgumentException if the model knows no such label
   */
  public Instances ofClass(String label) {
    if (!categories.labels().contains(Objects.requireNonNull(label, "label"))) {
      throw new IllegalArgumentException(
          "no class '" + label + "'; the model knows " + String.join(", ", categories.labels()));
    }
    return where(i -> categories.label(classIds[i]).equals(label));
  }

  private Instances where(IntPredicate keep) {
    return select(IntStream.range(0, size()).filter(keep).toArray());
  }

  private Instances select(int[] indices) {
    float[] selectedScores = new float[indices.length];
    int[] selectedClassIds = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selectedScores[i] = scores[indices[i]];
      selectedClassIds[i] = classIds[indices[i]];
    }
    return new Instances(
        imageSize, boxes.select(indices), selectedScores, selectedClassIds, categories);
  }

  /**
   * Returns the instances as JSON, best first; the floats read back to the same floats.
   *
   * @return an array of {@code {"label":"RBC","class_id":0,"score":0.93,"box":[x1,y1,x2,y2]}}
   */
  public String toJson() {
    return InstancesJson.write(this);
  }

  /**
   * Returns the instances as lines of a COCO results file. Sizes are 32-bit differences, as in
   * detectron2's {@code instances_to_coco_json}.
   *
   * @param imageId the id of the picture in the dataset
   * @return one result per instance, best first, with the category ids of the dataset
   */
  public List<CocoResult> toCoco(long imageId) {
    List<CocoResult> results = new ArrayList<>(size());
    for (Instance instance : this) {
      Box box = instance.box();
      results.add(
          new CocoResult(
              imageId,
              categories.datasetId(instance.classId()),
              List.of(box.x1(), box.y1(), box.width(), box.height()),
              instance.score()));
    }
    return List.copyOf(results);
  }

  /**
   * Draws boxes, labels and scores into a picture, which is changed.
   *
   * @param picture the picture that was looked at, upright, of {@link #imageSize()}
   * @throws IllegalArgumentException if the picture has another size
   * @throws SparseRcnnException if no implementation of the api is on the class path
   */
  public void drawOn(BufferedImage picture) {
    if (picture.getWidth() != imageSize.width() || picture.getHeight() != imageSize.height()) {
      throw new IllegalArgumentException(
          "the boxes belong to a picture of "
              + imageSize
              + " pixels, not to one of "
              + picture.getWidth()
              + "x"
              + picture.getHeight()
              + "; draw on the picture as it was predicted, turned upright as its EXIF data says");
    }
    InstalledRuntime.find().draw(this, picture);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instances instances
        && imageSize.equals(instances.imageSize)
        && boxes.equals(instances.boxes)
        && Arrays.equals(scores, instances.scores)
        && Arrays.equals(classIds, instances.classIds)
        && categories.equals(instances.categories);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        imageSize, boxes, Arrays.hashCode(scores), Arrays.hashCode(classIds), categories);
  }

  /** Returns for example {@code 1 instance in 640x480 [RBC 0.93 [12.1, 40.0, 118.5, 141.9]]}. */
  @Override
  public String toString() {
    return size()
        + (size() == 1 ? " instance in " : " instances in ")
        + imageSize
        + " "
        + stream().toList();
  }
}
