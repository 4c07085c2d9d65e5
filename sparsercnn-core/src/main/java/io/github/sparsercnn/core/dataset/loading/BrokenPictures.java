package io.github.sparsercnn.core.dataset.loading;

/** What becomes of a picture that cannot be used. */
public enum BrokenPictures {
  /** Loading ends with an error that names the picture. */
  FAIL,
  /** The log names the picture, and another one, drawn at random, takes its place. */
  REPLACE
}
