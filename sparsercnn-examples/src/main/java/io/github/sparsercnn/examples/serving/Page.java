package io.github.sparsercnn.examples.serving;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page to drop a picture on: one file that loads nothing. Its content security policy allows
 * its own style and script by their hashes, questions to this server, and nothing else.
 */
final class Page implements Endpoint {
  private static final String RESOURCE = "page.html";

  private final Answer answer;

  Page() {
    String html = read();
    String policy =
        "default-src 'none'; connect-src 'self'; img-src data: blob:; form-action 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'; style-src "
            + hash(html, "style")
            + "; script-src "
            + hash(html, "script");
    answer =
        new Answer(
            200, "text/html; charset=utf-8", html, Map.of("Content-Security-Policy", policy));
  }

  private static String read() {
    try (@Nullable InputStream page = Page.class.getResourceAsStream(RESOURCE)) {
      if (page == null) {
        throw new IllegalStateException("this build lacks " + RESOURCE);
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source expression that allows an inline element. */
  private static String hash(String html, String element) {
    Matcher inline =
        Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(html);
    if (!inline.find()) {
      throw new IllegalStateException(RESOURCE + " has no " + element);
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inline.group(1).getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public Answer answer(HttpExchange request) {
    return answer;
  }
}
