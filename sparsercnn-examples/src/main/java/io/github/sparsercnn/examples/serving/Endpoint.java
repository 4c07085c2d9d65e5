package io.github.sparsercnn.examples.serving;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What answers the requests to a path. Thread-safe. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers a request; the caller writes the answer.
   *
   * @throws RefusedException if it is not served
   * @throws io.github.sparsercnn.ImageException if its picture cannot be used
   * @throws IOException if the client went away
   */
  Answer answer(HttpExchange request) throws IOException, InterruptedException;
}
