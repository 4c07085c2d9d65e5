package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.SparseRcnnException;
import java.util.Map;

/** A request that is not served, with what HTTP says of it. */
final class RefusedException extends SparseRcnnException {
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_LARGE = 413;
  static final int UNSUPPORTED = 415;
  static final int TOO_MANY = 429;
  static final int UNAVAILABLE = 503;
  static final int TOO_LATE = 504;

  private static final long serialVersionUID = 1L;
  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  private final int status;
  private final transient Map<String, String> headers;

  RefusedException(int status, String message) {
    this(status, message, Map.of());
  }

  RefusedException(int status, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  /** All places of the queue are taken. */
  static RefusedException full(int places) {
    return new RefusedException(
        TOO_MANY, "all " + places + " places of the queue are taken; try again soon", SOON);
  }

  /** A picture waited longer than it may. */
  static RefusedException tooLate() {
    return new RefusedException(
        TOO_LATE, "the picture waited past its deadline and was not computed; try again", SOON);
  }

  /** The server finishes what it has accepted, and takes nothing new. */
  static RefusedException stopping() {
    return new RefusedException(UNAVAILABLE, "the server is stopping; ask another one", SOON);
  }

  /** A body of more bytes than are read. */
  static RefusedException tooManyBytes(int limit) {
    return new RefusedException(
        TOO_LARGE, "the picture has more than " + limit + " bytes; make it smaller");
  }

  /** The status of the answer. */
  int status() {
    return status;
  }

  /** The headers of the answer that belong to the status. */
  Map<String, String> headers() {
    return headers;
  }
}
