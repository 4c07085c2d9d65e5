package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types that config values have, as Python sees them. Lists and tuples are one type. */
enum ValueType {
  BOOL("a bool (True or False)"),
  INT("an int"),
  FLOAT("a float"),
  TEXT("a text"),
  LIST("a list such as (1, 2)"),
  NONE("None");

  private static final int LONGEST_SHOWN = 100;

  private final String description;

  ValueType(String description) {
    this.description = description;
  }

  /** What to call it in a message, with its article. */
  String description() {
    return description;
  }

  /** The type of a value that {@link PythonLiteral} or {@link #normalize} made. */
  static ValueType of(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof Boolean) {
      return BOOL;
    }
    if (value instanceof Long) {
      return INT;
    }
    if (value instanceof Double) {
      return FLOAT;
    }
    return value instanceof List ? LIST : TEXT;
  }

  /** Shows a value as Python would write it, in one line of bounded length. */
  static String show(@Nullable Object value) {
    return shorten(PythonLiteralWriter.write(value));
  }

  /** Fits a text that a user wrote into a message. */
  static String shorten(String text) {
    String start = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    return start.replaceAll("\\p{Cntrl}+", " ");
  }

  /**
   * Turns a Java value into the few types that a config holds.
   *
   * @param value a whole or decimal number, a boolean, a text, a list of these, or null
   * @return a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, unmodifiable list or
   *     null
   * @throws IllegalArgumentException if it is of another type
   */
  static @Nullable Object normalize(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float) { // 0.1f means 0.1, not 0.10000000149011612
      return Double.valueOf(value.toString());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueType::normalize).toList();
    }
    if (value == null
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof String) {
      return value;
    }
    throw new IllegalArgumentException(
        "a config value is a number, boolean, text or list, got "
            + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  /**
   * Makes a value fit a key of this type, by yacs's rules and a few kind ones: an int where a float
   * is expected, a number where a text is expected, {@code true} for {@code True}. None fits every
   * key.
   *
   * @param assignment the wanted value of a known key
   * @return the value to keep
   * @throws ConfigException if it does not fit
   */
  @Nullable Object coerce(Assignment assignment) {
    Object value = assignment.value();
    String text = assignment.text();
    ValueType found = of(value);
    if (found == this || found == NONE) {
      return value;
    }
    if (this == FLOAT && value instanceof Long number) {
      return number.doubleValue();
    }
    if (this == TEXT && (found == INT || found == FLOAT) && text != null) {
      return text;
    }
    if (this == BOOL && value instanceof String word) {
      if (word.equalsIgnoreCase("true")) {
        return true;
      }
      if (word.equalsIgnoreCase("false")) {
        return false;
      }
    }
    throw new ConfigException(
        assignment.key()
            + " must be "
            + description
            + ", found "
            + show(value)
            + " ("
            + assignment.origin()
            + ")"
            + (this == LIST ? "; a list of one is written (" + show(value) + ",)" : ""));
  }
}
