package io.github.sparsercnn.core.checkpoint;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The readable arguments of pickle protocol 0: numbers and strings as Python writes them. */
final class PickleText {
  /** Parsing longer decimal numbers takes more than linear time. */
  private static final int MAX_DIGITS = 1000;

  private static final int MAX_EXCERPT = 80;

  private static final Pattern REAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private PickleText() {}

  /** The argument of INT: a number, or {@code 00} and {@code 01} for False and True. */
  static Object integerOrBoolean(String text) throws RefusedException {
    return switch (text) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(text);
    };
  }

  /** The argument of LONG, PUT and GET. */
  static Number integer(String text) throws RefusedException {
    String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
    if (digits.length() > MAX_DIGITS) {
      throw new RefusedException("has a number of " + digits.length() + " digits");
    }
    try {
      return PickleStream.narrow(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new RefusedException("'" + excerpt(text) + "' is not a whole number", e);
    }
  }

  /** The argument of FLOAT. */
  static double real(String text) throws RefusedException {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(text);
    };
  }

  /** Java's own grammar also knows 1d, 0x1p3 and NaN. */
  private static double finite(String text) throws RefusedException {
    if (text.length() > MAX_DIGITS || !REAL.matcher(text).matches()) {
      throw new RefusedException("'" + excerpt(text) + "' is not a number");
    }
    return Double.parseDouble(text);
  }

  /** The argument of STRING: quoted and escaped by Python's {@code repr}. */
  static String quoted(String text) throws RefusedException {
    int last = text.length() - 1;
    if (last < 1
        || (text.charAt(0) != '\'' && text.charAt(0) != '"')
        || text.charAt(last) != text.charAt(0)) {
      throw new RefusedException("'" + excerpt(text) + "' is not a quoted string");
    }
    StringBuilder plain = new StringBuilder(last);
    int i = 1;
    while (i < last) {
      char c = text.charAt(i++);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      if (i == last) {
        throw new RefusedException("the string ends within an escape");
      }
      char escape = text.charAt(i++);
      if (escape == 'x') {
        plain.append((char) hex(text, i, 2, last));
        i += 2;
      } else {
        plain.append(unescaped(escape));
      }
    }
    return plain.toString();
  }

  private static char unescaped(char escape) throws RefusedException {
    return switch (escape) {
      case '\\', '\'', '"' -> escape;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new RefusedException("the string has the unknown escape \\" + escape);
    };
  }

  /** The argument of UNICODE: Latin-1 where only backslash-u escapes have a meaning. */
  static String rawUnicodeEscaped(String text) throws RefusedException {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      char kind = c == '\\' && i < text.length() ? text.charAt(i) : 0;
      if (kind == 'u' || kind == 'U') {
        int digits = kind == 'u' ? 4 : 8;
        int codePoint = hex(text, i + 1, digits, text.length());
        if (!Character.isValidCodePoint(codePoint)) {
          throw new RefusedException("the text has an escape beyond Unicode");
        }
        plain.appendCodePoint(codePoint);
        i += 1 + digits;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static int hex(String text, int from, int digits, int end) throws RefusedException {
    if (from + digits > end) {
      throw new RefusedException("the string ends within an escape");
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new RefusedException("the string has an escape that is not hexadecimal");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The start of a text, without what would break a line of output. */
  static String excerpt(String text) {
    return printable(text.length() <= MAX_EXCERPT ? text : text.substring(0, MAX_EXCERPT) + "…");
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }
}
