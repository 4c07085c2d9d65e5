package io.github.sparsercnn;

/** LibTorch could not be loaded, or one of its operations failed. */
public final class NativeException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public NativeException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public NativeException(String message, Throwable cause) {
    super(message, cause);
  }
}
