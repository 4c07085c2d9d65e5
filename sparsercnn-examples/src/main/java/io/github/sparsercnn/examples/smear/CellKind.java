package io.github.sparsercnn.examples.smear;

import io.github.sparsercnn.Categories;
import java.util.Arrays;

/** The kinds of cells in a smear, in the order of the class ids of the blood cell model. */
public enum CellKind {
  /** A red cell: a disc with a pale centre. */
  RED(0, "RBC"),
  /** A white cell: larger, with a purple lobed nucleus. */
  WHITE(1, "WBC"),
  /** A platelet: a small violet speck. */
  PLATELET(2, "Platelets");

  private final int classId;
  private final String label;

  CellKind(int classId, String label) {
    this.classId = classId;
    this.label = label;
  }

  /** {@return the name of the class in the BCCD dataset, for example {@code RBC}} */
  public String label() {
    return label;
  }

  /** {@return the class of the blood cell model, from 0} */
  public int classId() {
    return classId;
  }

  /** {@return all kinds as the classes of a model} */
  public static Categories categories() {
    return Categories.of(Arrays.stream(values()).map(CellKind::label).toList());
  }
}
