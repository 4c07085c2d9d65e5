package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value that a key has, and where it was asked for. The typed views throw a {@link
 * ConfigException} that names both where the value is of another type.
 *
 * @param key the full key
 * @param value a value as {@link ValueType} knows them
 * @param origin for example {@code bccd.yaml:12}
 */
record Setting(String key, @Nullable Object value, String origin) {
  /** The origin of a value that nobody asked for. */
  static final String DEFAULT = "default";

  private static final String INT = "an int of 32 bits";
  private static final String NUMBER = "a number";
  private static final String TEXT = "a text";

  int toInt() {
    return toInt(value, INT);
  }

  double toDouble() {
    return toDouble(value, NUMBER);
  }

  boolean toBoolean() {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw mismatch("a bool");
  }

  String toText() {
    return toText(value, TEXT);
  }

  List<Integer> toInts() {
    return elements(element -> toInt(element, "a list of ints of 32 bits"));
  }

  List<Double> toDoubles() {
    return elements(element -> toDouble(element, "a list of numbers"));
  }

  List<String> toTexts() {
    return elements(element -> toText(element, "a list of texts"));
  }

  List<?> toList() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw mismatch("a list");
  }

  private <T> List<T> elements(Function<@Nullable Object, T> convert) {
    return toList().stream().<T>map(convert).toList();
  }

  private int toInt(@Nullable Object found, String expected) {
    if (found instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw mismatch(expected);
  }

  private double toDouble(@Nullable Object found, String expected) {
    if (found instanceof Number number) {
      return number.doubleValue();
    }
    throw mismatch(expected);
  }

  private String toText(@Nullable Object found, String expected) {
    if (found instanceof String text) {
      return text;
    }
    throw mismatch(expected);
  }

  private ConfigException mismatch(String expected) {
    return new ConfigException(
        key + " must be " + expected + ", found " + ValueType.show(value) + " (" + origin + ")");
  }
}
