package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;

/** A part of the page under a heading of its own. */
interface Section {
  /** The name that links use. */
  String id();

  String title();

  /** Writes what stands below the heading. */
  void write(Markup page);
}
