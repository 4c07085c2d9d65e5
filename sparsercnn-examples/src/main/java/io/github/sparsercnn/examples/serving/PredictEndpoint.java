package io.github.sparsercnn.examples.serving;

import com.sun.net.httpserver.HttpExchange;
import io.github.sparsercnn.Instances;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code POST /predict?threshold=T}: finds the objects in the picture that is the body. */
final class PredictEndpoint implements Endpoint {
  private static final String THRESHOLD = "threshold=";

  private final Batcher batcher;
  private final PictureIntake intake;
  private final Duration deadline;

  PredictEndpoint(Batcher batcher, PictureIntake intake, Duration deadline) {
    this.batcher = batcher;
    this.intake = intake;
    this.deadline = deadline;
  }

  @Override
  public Answer answer(HttpExchange request) throws IOException, InterruptedException {
    float threshold = threshold(request.getRequestURI().getRawQuery());
    byte[] file =
        intake.read(
            request.getRequestBody(), request.getRequestHeaders().getFirst("Content-Length"));
    long tooLate = System.nanoTime() + deadline.toNanos();
    Instances found = batcher.predict(() -> intake.decode(file), tooLate);
    return Answer.found(found.above(threshold));
  }

  /** Without one all scores are above. */
  private static float threshold(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return Float.NEGATIVE_INFINITY;
    }
    try {
      float threshold =
          query.startsWith(THRESHOLD)
              ? Float.parseFloat(query.substring(THRESHOLD.length()))
              : Float.NaN;
      if (threshold >= 0 && threshold <= 1) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for numbers out of range.
    }
    throw new RefusedException(
        RefusedException.BAD_REQUEST,
        "found the query '" + query + "', expected none or threshold=T with T from 0 to 1");
  }
}
