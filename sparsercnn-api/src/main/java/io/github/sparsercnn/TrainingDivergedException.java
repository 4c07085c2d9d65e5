package io.github.sparsercnn;

/** Training whose numbers are no longer finite; going on would only spoil the weights. */
public final class TrainingDivergedException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message which number is not finite, at which learning rate, for which pictures
   */
  public TrainingDivergedException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message which number is not finite, at which learning rate, for which pictures
   * @param cause what it was caused by
   */
  public TrainingDivergedException(String message, Throwable cause) {
    super(message, cause);
  }
}
