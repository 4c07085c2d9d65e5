package io.github.sparsercnn;

/**
 * A data set that cannot be used: an annotation or results file that is damaged or contradicts
 * itself.
 */
public final class DatasetException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public DatasetException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
