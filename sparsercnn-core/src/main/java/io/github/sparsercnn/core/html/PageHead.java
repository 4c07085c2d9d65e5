package io.github.sparsercnn.core.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * The head of a page with the style that all our pages share. Its content security policy allows
 * the page's own style and script by their hashes, pictures of one kind, and nothing else.
 *
 * @param title of the page
 * @param style rules on top of the shared ones
 * @param script of the page, if it has one; to be written at the end of the body
 * @param pictures where pictures may come from, in the words of the policy: {@code data:} or {@link
 *     #BESIDE}
 */
public record PageHead(String title, String style, Optional<String> script, String pictures) {
  /** Pictures that lie beside the page, on a disk or on a server. */
  public static final String BESIDE = "'self' file:";

  private static final String SHARED_STYLE = resource(PageHead.class, "page.css");

  /**
   * Writes the head.
   *
   * @param page where to, with the element {@code html} open
   */
  public void write(Markup page) {
    String whole = SHARED_STYLE + style;
    // Even if a label got through the escaping, nothing of it could run or be loaded.
    String policy =
        "default-src 'none'; img-src "
            + pictures
            + "; style-src "
            + hash(whole)
            + script.map(content -> "; script-src " + hash(content)).orElse("")
            + "; base-uri 'none'; form-action 'none'";
    page.open("head");
    page.leaf("meta", "charset", "utf-8");
    page.leaf("meta", "http-equiv", "Content-Security-Policy", "content", policy);
    page.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.leaf("meta", "name", "color-scheme", "content", "light dark");
    page.element("title", title);
    // Else servers are asked for an icon.
    page.leaf("link", "rel", "icon", "href", "data:,");
    page.verbatim("style", whole);
    page.close("head");
  }

  /**
   * A text that lies beside a class in the library.
   *
   * @param beside the class
   * @param name of the file
   * @return its content
   */
  public static String resource(Class<?> beside, String name) {
    try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the jar", e);
    }
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
