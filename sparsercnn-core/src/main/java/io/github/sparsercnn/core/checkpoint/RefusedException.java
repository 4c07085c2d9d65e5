package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.nio.file.Path;

/**
 * Why a weights file is damaged or refused, without the name of the file. Checked, so that no
 * reader can forget to turn it into a {@link WeightsException}.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What helps against damage. */
  private static final String GET_AGAIN = "download or save it again";

  private final String advice;

  /** Says that the file is damaged. */
  RefusedException(String reason) {
    this(reason, GET_AGAIN);
  }

  /** Says that the file is damaged. */
  RefusedException(String reason, Throwable cause) {
    super(reason, cause);
    this.advice = GET_AGAIN;
  }

  /**
   * Says that the file cannot be used.
   *
   * @param advice what to do
   */
  RefusedException(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** Gives the same advice for a reason with more detail. */
  RefusedException(String reason, RefusedException cause) {
    super(reason, cause);
    this.advice = cause.advice;
  }

  /** The exception for users. */
  WeightsException in(Path file) {
    return new WeightsException(file + ": " + getMessage() + "; " + advice, this);
  }
}
