package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import java.util.Optional;

/**
 * What {@code sparsercnn evaluate} found out.
 *
 * @param matching what became of the detections, with the figures
 * @param analysis where the errors are, if that was asked for
 * @param rival the comparison with other results, if there are any
 */
record Evaluation(CocoMatching matching, Optional<CocoAnalysis> analysis, Optional<Rival> rival) {
  /**
   * Other results for the same annotations.
   *
   * @param matching what became of them
   * @param comparison the first results against them
   */
  record Rival(CocoMatching matching, Comparison comparison) {
    /** {@return their file} */
    String source() {
      return matching.results().source();
    }
  }
}
