package io.github.sparsercnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The classes of a model: class ids {@code 0..K-1}, their labels, and their category ids in the
 * dataset, which need neither start at 0 nor be contiguous. Immutable and thread-safe.
 */
public final class Categories {
  private final List<String> labels;
  private final int[] datasetIds;

  private Categories(List<String> labels, int[] datasetIds) {
    this.labels = labels;
    this.datasetIds = datasetIds;
  }

  /** {@return the 80 classes of COCO's detection task, whose category ids run from 1 to 90} */
  public static Categories coco() {
    return CocoCategories.ALL;
  }

  /**
   * Classes by their labels.
   *
   * @param labels in the order of the class ids
   * @return the classes; category ids are COCO's where the labels are COCO's 80, else 1 to K
   * @throws IllegalArgumentException if there are none or a label is blank
   */
  public static Categories of(List<String> labels) {
    Categories coco = coco();
    return labels.equals(coco.labels)
        ? coco
        : of(labels, IntStream.rangeClosed(1, labels.size()).toArray());
  }

  /**
   * Classes by their labels and category ids.
   *
   * @param labels in the order of the class ids; two classes may share one
   * @param datasetIds the category id of each class in the dataset
   * @return the classes
   * @throws IllegalArgumentException if there are none, the lengths differ, a label is blank, or a
   *     category id occurs twice
   */
  public static Categories of(List<String> labels, int[] datasetIds) {
    if (labels.isEmpty() || labels.size() != datasetIds.length) {
      throw new IllegalArgumentException(
          "a model has at least one class and each class one category id, got "
              + labels.size()
              + " labels and "
              + datasetIds.length
              + " ids");
    }
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < datasetIds.length; i++) {
      if (labels.get(i).isBlank()) {
        throw new IllegalArgumentException("the label of class " + i + " is blank");
      }
      if (!seen.add(datasetIds[i])) {
        throw new IllegalArgumentException(
            "category id " + datasetIds[i] + " of '" + labels.get(i) + "' occurs twice");
      }
    }
    return new Categories(List.copyOf(labels), datasetIds.clone());
  }

  /**
   * Classes whose names are not known.
   *
   * @param count how many, at least 1
   * @return classes labelled {@code class 0}, {@code class 1}, …, with category ids 1 to K
   * @throws IllegalArgumentException if there are none
   */
  public static Categories numbered(int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add("class " + i);
    }
    return of(labels);
  }

  /** {@return the number of classes} */
  public int size() {
    return labels.size();
  }

  /** {@return the labels, in the order of the class ids} */
  public List<String> labels() {
    return labels;
  }

  /**
   * The label of a class.
   *
   * @param classId from 0 to {@code size() - 1}
   * @return its label
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public String label(int classId) {
    return labels.get(Objects.checkIndex(classId, size()));
  }

  /**
   * The category id of a class.
   *
   * @param classId from 0 to {@code size() - 1}
   * @return its id in the dataset
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int datasetId(int classId) {
    return datasetIds[Objects.checkIndex(classId, size())];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Categories categories
        && labels.equals(categories.labels)
        && Arrays.equals(datasetIds, categories.datasetIds);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.hashCode(datasetIds);
  }

  /** Returns for example {@code 3 categories [1 RBC, 2 WBC, 3 Platelets]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(size()).append(" categories [");
    for (int i = 0; i < size(); i++) {
      text.append(i == 0 ? "" : ", ").append(datasetIds[i]).append(' ').append(labels.get(i));
    }
    return text.append(']').toString();
  }
}
