package io.github.sparsercnn.core.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a part of a dataset is for, and what people call it. */
public enum DatasetPart {
  /** To learn from. */
  TRAIN("train", "training"),
  /** To look at while training, for choosing the best checkpoint. */
  VALIDATION("val", "valid", "validation", "dev"),
  /** To measure with in the end. */
  TEST("test", "testing");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> names;

  DatasetPart(String... names) {
    this.names = List.of(names);
  }

  /** {@return the usual name: {@code train}, {@code val} or {@code test}} */
  public String label() {
    return names.get(0);
  }

  /**
   * {@return all names that folders, lists and keys go by, in small letters, the usual one first}
   */
  public List<String> names() {
    return names;
  }

  /**
   * Understands a name.
   *
   * @param name in letters of any case
   * @return the part, if it is the name of one
   */
  public static Optional<DatasetPart> ofName(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(part -> part.names.contains(small)).findFirst();
  }

  /**
   * Understands the name of a file: what its last word says that is the name of a part.
   *
   * @param fileName such as {@code instances_val2017.json}
   * @return the part, if the name tells
   */
  public static Optional<DatasetPart> ofFileName(String fileName) {
    return Arrays.stream(fileName.split("[^A-Za-z]+", -1))
        .flatMap(word -> ofName(word).stream())
        .reduce((one, other) -> other);
  }
}
