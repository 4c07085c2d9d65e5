package io.github.sparsercnn.core.checkpoint;

/**
 * Why a weights file is damaged or refused, without the name of the file. Checked, so that no
 * reader can forget to turn it into a {@link io.github.sparsercnn.WeightsException}.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason);
  }

  RefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
