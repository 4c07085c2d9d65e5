package io.github.sparsercnn;

/**
 * The memory of the device, that of the GPU above all, does not suffice for what was asked. The
 * detector is usable afterwards: try smaller or fewer pictures, as the message proposes.
 */
public final class OutOfDeviceMemoryException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what LibTorch said
   */
  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
