package io.github.sparsercnn.core.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes config values as Python literals, which {@link PythonLiteral} reads. */
final class PythonLiteralWriter {
  private PythonLiteralWriter() {}

  /**
   * Writes a text such that {@link PythonLiteral#evaluate} gives it back.
   *
   * @param text any text
   * @return {@code text} itself, or quoted where it would be taken for a number or the like
   */
  static String quoteIfNeeded(String text) {
    return text.equals(PythonLiteral.evaluate(text)) ? text : quote(text);
  }

  /**
   * Writes a value as Python would.
   *
   * @param value a value that {@link PythonLiteral#evaluate} can give
   * @return its literal; lists in brackets
   */
  static String write(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof Double number) {
      return write(number.doubleValue());
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(PythonLiteralWriter::write)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String string ? quote(string) : value.toString();
  }

  /** Java's shortest decimal in the form that Python and YAML 1.1 both take for a float. */
  private static String write(double number) {
    String digits = Double.toString(number).replace('E', 'e');
    int exponent = digits.indexOf('e');
    boolean unsigned = exponent >= 0 && digits.charAt(exponent + 1) != '-';
    return unsigned ? digits.replace("e", "e+") : digits;
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '\'' -> quoted.append("\\'");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }
}
