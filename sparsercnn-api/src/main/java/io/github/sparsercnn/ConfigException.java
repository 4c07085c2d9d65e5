package io.github.sparsercnn;

/**
 * A configuration that cannot be used: an unknown key, a value of the wrong type, a missing file.
 */
public final class ConfigException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public ConfigException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
