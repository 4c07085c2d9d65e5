package io.github.sparsercnn.examples.spark;

import java.util.Locale;

/** In what files the rows are written. */
enum OutputFormat {
  PARQUET,
  JSON;

  /** What Spark calls it. */
  String sparkName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
