package io.github.sparsercnn.core.dataset.format;

/** What becomes of files that are there already where a dataset shall be written. */
public enum ExistingFiles {
  /** They are left alone, and writing is refused. */
  KEEP,
  /** Files of the same name are replaced; others stay. */
  REPLACE
}
