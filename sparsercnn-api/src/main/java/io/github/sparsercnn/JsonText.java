package io.github.sparsercnn;

import java.util.Locale;

/** Text as a JSON string. The api has no JSON library and writes only this much. */
final class JsonText {
  private static final char FIRST_PRINTABLE = ' ';

  private JsonText() {}

  /** Appends a quoted JSON string; lone surrogates are escaped, so the result is always UTF-8. */
  static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
