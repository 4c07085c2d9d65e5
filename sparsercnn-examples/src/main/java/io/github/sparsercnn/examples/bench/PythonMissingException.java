package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.SparseRcnnException;

/** Thrown where a benchmark has no Python to compare with; the rest of it goes on. */
final class PythonMissingException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  PythonMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
