package io.github.sparsercnn;

/**
 * A weights file that cannot be used: not a checkpoint, damaged, refused, or of another
 * architecture.
 */
public final class WeightsException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public WeightsException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
