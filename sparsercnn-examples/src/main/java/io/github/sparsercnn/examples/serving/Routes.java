package io.github.sparsercnn.examples.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each request to its endpoint and writes the answer; whatever goes wrong ends in an answer
 * of one line. Thread-safe.
 */
final class Routes implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final int INTERNAL_ERROR = 500;
  private static final int NO_BODY = -1;

  /** How much of a body nobody wants is read on, so that its sender gets to see the answer. */
  private static final long DRAINED_BYTES = 64L << 20;

  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * A path and what answers it.
   *
   * @param method GET (then HEAD too) or POST
   */
  record Route(String method, Endpoint endpoint) {
    boolean allows(String asked) {
      return asked.equals(method) || (method.equals("GET") && asked.equals("HEAD"));
    }
  }

  private final Map<String, Route> routes;
  private final OpenExchanges open;
  private final BooleanSupplier stopping;
  private final ServingMetrics metrics;

  /**
   * Opens the doors.
   *
   * @param routes by path
   * @param open counts the requests that are being answered
   * @param stopping whether connections are to be closed after their answer
   */
  Routes(
      Map<String, Route> routes,
      OpenExchanges open,
      BooleanSupplier stopping,
      ServingMetrics metrics) {
    this.routes = Map.copyOf(routes);
    this.open = open;
    this.stopping = stopping;
    this.metrics = metrics;
  }

  @Override
  public void handle(HttpExchange request) {
    open.begin();
    long start = System.nanoTime();
    String path = request.getRequestURI().getPath();
    String status = "gone";
    try {
      Answer answer = answer(request, path);
      drain(request.getRequestBody());
      write(answer, request);
      status = Integer.toString(answer.status());
    } catch (IOException e) {
      LOG.debug("{} went away: {}", request.getRemoteAddress(), e.toString());
    } finally {
      request.close();
      metrics.requested(
          routes.containsKey(path) ? path : "other", status, System.nanoTime() - start);
      open.end();
    }
  }

  private Answer answer(HttpExchange request, String path) throws IOException {
    try {
      Route route = routes.get(path);
      if (route == null) {
        throw new RefusedException(RefusedException.NOT_FOUND, "there is nothing at " + path);
      }
      if (!route.allows(request.getRequestMethod())) {
        throw new RefusedException(
            RefusedException.METHOD_NOT_ALLOWED,
            path + " takes " + route.method() + ", not " + request.getRequestMethod(),
            Map.of("Allow", route.method()));
      }
      return route.endpoint().answer(request);
    } catch (RefusedException e) {
      return refusal(e);
    } catch (ImageException e) {
      return Answer.error(status(e), String.valueOf(e.getMessage()), Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refusal(RefusedException.stopping());
    } catch (SparseRcnnException e) {
      LOG.error("{} failed: {}", path, e.getMessage(), e);
      return Answer.error(INTERNAL_ERROR, String.valueOf(e.getMessage()), Map.of());
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", path, e);
      return Answer.error(INTERNAL_ERROR, "unexpected failure; the log says more", Map.of());
    }
  }

  private static Answer refusal(RefusedException e) {
    return Answer.error(e.status(), String.valueOf(e.getMessage()), e.headers());
  }

  /** Memory that is short now is no fault of the picture. */
  private static int status(ImageException e) {
    if (e.getCause() instanceof OutOfMemoryError) {
      return RefusedException.UNAVAILABLE;
    }
    return switch (e.reason()) {
      case UNSUPPORTED -> RefusedException.UNSUPPORTED;
      case TOO_LARGE -> RefusedException.TOO_LARGE;
      case UNREADABLE -> RefusedException.BAD_REQUEST;
    };
  }

  /** A connection closed with bytes unread is reset, and its client would see that instead. */
  private static void drain(InputStream body) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long drained = 0;
    while (drained < DRAINED_BYTES) {
      int read = body.read(chunk);
      if (read < 0) {
        return;
      }
      drained += read;
    }
  }

  private void write(Answer answer, HttpExchange request) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    var headers = request.getResponseHeaders();
    headers.set("Content-Type", answer.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(headers::set);
    if (stopping.getAsBoolean()) {
      headers.set("Connection", "close");
    }
    if (request.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      request.sendResponseHeaders(answer.status(), NO_BODY);
    } else {
      request.sendResponseHeaders(answer.status(), body.length);
      request.getResponseBody().write(body);
      request.getResponseBody().close();
    }
  }
}
