package io.github.sparsercnn.core.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Python literals that detectron2's configs hold as text, such as {@code (210000,
 * 250000)}, {@code ("CrowdHuman_train",)}, {@code True}, {@code 1e-4} or {@code None}. The grammar
 * is the part of Python's {@code ast.literal_eval} that a config value can have: numbers, strings,
 * {@code True}, {@code False}, {@code None}, lists and tuples.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, unmodifiable {@link
 * List} (for lists and tuples) and null for {@code None}.
 */
final class PythonLiteral {
  private static final int MAX_DEPTH = 32;
  static final int MAX_NUMBER_LENGTH = 100;
  private static final String DIGITS = "[0-9](_?[0-9])*";
  private static final String EXPONENT = "[eE][+-]?" + DIGITS;
  private static final String FLOAT =
      String.format(Locale.ROOT, "((%1$s)?\\.%1$s|%1$s\\.)(%2$s)?|%1$s%2$s", DIGITS, EXPONENT);
  private static final int NO_CHARACTER = -1;
  private static final int OCTAL_ESCAPE_LENGTH = 3;

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /**
   * Evaluates a literal, as yacs does with every text it meets.
   *
   * @param text what stands in a config or on a command line
   * @return the value, or {@code text} itself if it is not a literal
   */
  static @Nullable Object evaluate(String text) {
    try {
      return new PythonLiteral(text).whole();
    } catch (NotLiteralException e) {
      return text;
    }
  }

  private @Nullable Object whole() throws NotLiteralException {
    skipSpace();
    Object value = element();
    skipSpace();
    if (peek() == ',') { // 1, 2 is a tuple without its parentheses
      List<@Nullable Object> tuple = new ArrayList<>();
      tuple.add(value);
      while (take(',')) {
        skipSpace();
        if (peek() == NO_CHARACTER) {
          break;
        }
        tuple.add(element());
        skipSpace();
      }
      value = Collections.unmodifiableList(tuple);
    }
    if (peek() != NO_CHARACTER) {
      throw new NotLiteralException();
    }
    return value;
  }

  private @Nullable Object element() throws NotLiteralException {
    int c = peek();
    if (c == '(') {
      return sequence(')');
    }
    if (c == '[') {
      return sequence(']');
    }
    if (c == '\'' || c == '"') {
      return strings();
    }
    return word();
  }

  private @Nullable Object sequence(char close) throws NotLiteralException {
    if (++depth > MAX_DEPTH) {
      throw new NotLiteralException();
    }
    at++;
    List<@Nullable Object> elements = new ArrayList<>();
    boolean comma = false;
    skipSpace();
    while (!take(close)) {
      if (!elements.isEmpty() && !comma) {
        throw new NotLiteralException();
      }
      elements.add(element());
      skipSpace();
      comma = take(',');
      skipSpace();
    }
    depth--;
    boolean parenthesised = close == ')' && elements.size() == 1 && !comma; // (1) is 1, (1,) is not
    return parenthesised ? elements.get(0) : Collections.unmodifiableList(elements);
  }

  /** Reads adjacent strings, which Python concatenates. */
  private String strings() throws NotLiteralException {
    StringBuilder value = new StringBuilder();
    while (peek() == '\'' || peek() == '"') {
      string(value);
      skipSpace();
    }
    return value.toString();
  }

  private void string(StringBuilder value) throws NotLiteralException {
    int quote = next();
    while (true) {
      int c = next();
      if (c == quote) {
        return;
      }
      if (c == NO_CHARACTER || c == '\n') {
        throw new NotLiteralException();
      }
      if (c == '\\') {
        escape(value);
      } else {
        value.append((char) c);
      }
    }
  }

  private void escape(StringBuilder value) throws NotLiteralException {
    int c = next();
    switch (c) {
      case NO_CHARACTER, 'N' -> throw new NotLiteralException();
      case '\n' -> {}
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'v' -> value.append('\u000b');
      case '\\', '\'', '"' -> value.append((char) c);
      case 'x' -> value.appendCodePoint(hexadecimal(2));
      case 'u' -> value.appendCodePoint(hexadecimal(4));
      case 'U' -> value.appendCodePoint(hexadecimal(8));
      default -> {
        if (c >= '0' && c <= '7') {
          at--;
          value.appendCodePoint(octal());
        } else {
          value.append('\\').append((char) c);
        }
      }
    }
  }

  private int hexadecimal(int digits) throws NotLiteralException {
    long code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw new NotLiteralException();
      }
      code = code * 16 + digit;
    }
    if (code > Character.MAX_CODE_POINT) {
      throw new NotLiteralException();
    }
    return (int) code;
  }

  private int octal() {
    int code = 0;
    for (int i = 0; i < OCTAL_ESCAPE_LENGTH && peek() >= '0' && peek() <= '7'; i++) {
      code = code * 8 + (next() - '0');
    }
    return code;
  }

  private @Nullable Object word() throws NotLiteralException {
    boolean signed = peek() == '+' || peek() == '-';
    boolean negative = peek() == '-';
    if (signed) {
      at++;
      skipSpace();
    }
    int start = at;
    while (isWordCharacter(start)) {
      at++;
    }
    String word = text.substring(start, at);
    if (!signed) {
      switch (word) {
        case "True" -> {
          return true;
        }
        case "False" -> {
          return false;
        }
        case "None" -> {
          return null;
        }
        default -> {}
      }
    }
    return number(word, negative);
  }

  private boolean isWordCharacter(int start) {
    int c = peek();
    if (c == '+' || c == '-') { // only as the sign of an exponent: 1e-4
      char before = at > start ? text.charAt(at - 1) : ' ';
      return before == 'e' || before == 'E';
    }
    return c == '.' || c == '_' || (c >= '0' && c <= '9') || isLatinLetter(c);
  }

  private static boolean isLatinLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static Object number(String word, boolean negative) throws NotLiteralException {
    if (word.length() > MAX_NUMBER_LENGTH) {
      throw new NotLiteralException();
    }
    if (word.matches("0+(_?0)*|[1-9](_?[0-9])*")) {
      return integer(word, 10, negative);
    }
    if (word.matches("0[xX](_?[0-9a-fA-F])+")) {
      return integer(word.substring(2), 16, negative);
    }
    if (word.matches("0[oO](_?[0-7])+")) {
      return integer(word.substring(2), 8, negative);
    }
    if (word.matches("0[bB](_?[01])+")) {
      return integer(word.substring(2), 2, negative);
    }
    if (word.matches(FLOAT)) {
      double value = Double.parseDouble(word.replace("_", ""));
      return negative ? -value : value;
    }
    throw new NotLiteralException();
  }

  private static Long integer(String digits, int radix, boolean negative)
      throws NotLiteralException {
    BigInteger value = new BigInteger(digits.replace("_", ""), radix);
    if (negative) {
      value = value.negate();
    }
    if (value.bitLength() >= Long.SIZE) {
      throw new NotLiteralException();
    }
    return value.longValue();
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : NO_CHARACTER;
  }

  private int next() {
    return at < text.length() ? text.charAt(at++) : NO_CHARACTER;
  }

  private boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /** The text is no literal; caught at the door, so it carries no stack. */
  private static final class NotLiteralException extends Exception {
    private static final long serialVersionUID = 1L;

    NotLiteralException() {
      super(null, null, false, false);
    }
  }
}
