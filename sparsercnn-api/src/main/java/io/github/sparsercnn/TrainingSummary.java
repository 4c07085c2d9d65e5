package io.github.sparsercnn;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a training run ended. Immutable.
 *
 * @param iterations that are done, counted from the first of the whole training
 * @param ending why it ended
 * @param finalModel the weights after the last iteration, for {@link Detector#load}
 * @param bestModel the weights that were best on the validation data; empty without any
 * @param metrics of the last evaluation, such as {@code bbox/AP} in percent; empty if there was
 *     none
 */
public record TrainingSummary(
    long iterations,
    Ending ending,
    Path finalModel,
    Optional<Path> bestModel,
    Map<String, Double> metrics) {
  /** Why training ended. */
  public enum Ending {
    /** All iterations are done. */
    COMPLETED,
    /** The validation data showed no progress for as long as was allowed. */
    STOPPED_EARLY,
    /** A listener asked for it. */
    STOPPED_ON_REQUEST
  }

  /**
   * Copies the metrics, keeping their order.
   *
   * @param iterations that are done
   * @param ending why it ended
   * @param finalModel the weights after the last iteration
   * @param bestModel the weights that were best
   * @param metrics of the last evaluation
   */
  public TrainingSummary {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
