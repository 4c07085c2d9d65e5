package io.github.sparsercnn;

/** A picture that cannot be used: unreadable, damaged, of an unknown format, or too large. */
public final class ImageException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public ImageException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
