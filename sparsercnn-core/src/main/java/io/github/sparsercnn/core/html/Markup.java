package io.github.sparsercnn.core.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is well-formed XML, too. Text and attributes are escaped, always: labels and
 * file names come from strangers. Not thread-safe.
 */
public final class Markup {
  private static final char REPLACEMENT = '\uFFFD';

  /** After others a line may end: white space there is not seen. */
  private static final Set<String> INLINE = Set.of("a", "abbr", "span", "strong");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts a document. */
  public Markup() {
    out.append("<!DOCTYPE html>\n");
  }

  /**
   * Starts an element.
   *
   * @param name of the element
   * @param attributes names and values in turn
   * @return this
   */
  public Markup open(String name, String... attributes) {
    startTag(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /**
   * Ends the innermost element.
   *
   * @param name of that element
   * @return this
   * @throws IllegalStateException if another element is the innermost
   */
  public Markup close(String name) {
    String innermost = open.pop();
    if (!innermost.equals(name)) {
      throw new IllegalStateException("closing " + name + ", but " + innermost + " is open");
    }
    endTag(name);
    return this;
  }

  /**
   * Writes an element that holds text only.
   *
   * @param name of the element
   * @param text of any origin
   * @param attributes names and values in turn
   * @return this
   */
  public Markup element(String name, String text, String... attributes) {
    startTag(name, attributes);
    out.append('>');
    escape(text);
    endTag(name);
    return this;
  }

  /**
   * Writes an element without content: a void one of HTML, or one of SVG.
   *
   * @param name of the element
   * @param attributes names and values in turn
   * @return this
   */
  public Markup leaf(String name, String... attributes) {
    startTag(name, attributes);
    out.append("/>\n");
    return this;
  }

  /**
   * Writes text.
   *
   * @param text of any origin
   * @return this
   */
  public Markup text(String text) {
    escape(text);
    return this;
  }

  /**
   * Writes a style or a script of our own, as it is.
   *
   * @param name of the element
   * @param content trusted
   * @return this
   */
  public Markup verbatim(String name, String content) {
    out.append('<').append(name).append('>').append(content);
    endTag(name);
    return this;
  }

  private void endTag(String name) {
    out.append("</").append(name).append('>');
    if (!INLINE.contains(name)) {
      out.append('\n');
    }
  }

  private void startTag(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            letter -> {
              switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                  if (isAllowed(letter)) {
                    out.appendCodePoint(letter);
                  } else {
                    out.append(REPLACEMENT);
                  }
                }
              }
            });
  }

  /** What XML refuses, and what would turn the text around it. */
  private static boolean isAllowed(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> letter == '\n' || letter == '\t';
      case Character.SURROGATE -> false;
      case Character.FORMAT -> !isDirection(letter);
      default -> letter != 0xFFFE && letter != 0xFFFF;
    };
  }

  private static boolean isDirection(int letter) {
    return (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069);
  }

  /**
   * Ends the document.
   *
   * @return all that was written
   * @throws IllegalStateException if an element is still open
   */
  public String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }
}
