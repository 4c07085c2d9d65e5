package io.github.sparsercnn.examples.serving;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.sparsercnn.Instances;
import java.util.Map;

/**
 * An answer to a request, not yet written.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body text, written in UTF-8
 * @param headers further ones
 */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  private static final int OK = 200;
  private static final String JSON = "application/json";

  /** Something to show. */
  static Answer of(String contentType, String body) {
    return new Answer(OK, contentType, body, Map.of());
  }

  /** What was found in a picture, as {@code sparsercnn predict --json} writes it. */
  static Answer found(Instances found) {
    String json =
        "{\"width\":"
            + found.imageSize().width()
            + ",\"height\":"
            + found.imageSize().height()
            + ",\"detections\":"
            + found.toJson()
            + "}\n";
    return of(JSON, json);
  }

  /** Whether something is so. */
  static Answer state(int status, String state) {
    return new Answer(status, JSON, "{\"status\":\"" + state + "\"}\n", Map.of());
  }

  /** What is wrong, in one line. */
  static Answer error(int status, String message, Map<String, String> headers) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(line));
    return new Answer(status, JSON, "{\"error\":\"" + quoted + "\"}\n", headers);
  }
}
