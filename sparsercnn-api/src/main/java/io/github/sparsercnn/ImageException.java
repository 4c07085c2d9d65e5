package io.github.sparsercnn;

import java.util.Objects;

/** A picture that cannot be used: unreadable, damaged, of an unknown format, or too large. */
public final class ImageException extends SparseRcnnException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a picture, as far as a program may want to act on it. */
  public enum Reason {
    /** It is missing, damaged, truncated, or anything that the other reasons do not say. */
    UNREADABLE,
    /** It is no picture, or one of a format that is not read. */
    UNSUPPORTED,
    /** It has more pixels than allowed, or than fit the memory. */
    TOO_LARGE
  }

  private final Reason reason;

  /**
   * Makes the exception, of {@link Reason#UNREADABLE}.
   *
   * @param message what was found, what was expected, where, and what to do
   */
  public ImageException(String message) {
    this(Reason.UNREADABLE, message);
  }

  /**
   * Makes the exception.
   *
   * @param reason what is wrong
   * @param message what was found, what was expected, where, and what to do
   */
  public ImageException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Makes the exception, of {@link Reason#UNREADABLE}.
   *
   * @param message what was found, what was expected, where, and what to do
   * @param cause what it was caused by
   */
  public ImageException(String message, Throwable cause) {
    super(message, cause);
    reason = Reason.UNREADABLE;
  }

  /** {@return what is wrong with the picture} */
  public Reason reason() {
    return reason;
  }
}
