package io.github.sparsercnn;

/**
 * The root of every exception that this library throws on purpose. Unchecked; the message is one
 * line that a user can act on.
 */
public class SparseRcnnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public SparseRcnnException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public SparseRcnnException(String message, Throwable cause) {
    super(message, cause);
  }
}
