package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoGroundTruthBuilder;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.ResamplingSettings;

/** Three images of cats and dogs with one error of each kind. */
final class Pets {
  static final CocoSettings SETTINGS = CocoSettings.builder().threads(1).build();

  private Pets() {}

  static CocoGroundTruth truth() {
    return truth("cat", "dog", "a.png").build();
  }

  static CocoGroundTruthBuilder truth(String cat, String dog, String firstFile) {
    return CocoGroundTruth.builder("data/pets.json")
        .image(1, firstFile, 200, 120)
        .image(2, "b.png", 200, 120)
        .image(3, "c.png", 200, 120)
        .category(10, cat)
        .category(20, dog)
        .annotation(CocoAnnotation.of(1, 1, 10, 10, 10, 40, 40))
        .annotation(CocoAnnotation.of(2, 1, 20, 100, 10, 60, 60))
        .annotation(CocoAnnotation.of(3, 2, 10, 10, 10, 40, 40))
        .annotation(CocoAnnotation.of(4, 2, 20, 120, 60, 30, 30))
        .annotation(CocoAnnotation.of(6, 3, 10, 10, 10, 40, 40))
        .annotation(CocoAnnotation.of(7, 3, 10, 60, 10, 40, 40))
        .annotation(CocoAnnotation.of(8, 3, 10, 110, 10, 40, 40))
        .annotation(new CocoAnnotation(5, 2, 10, 60, 0, 50, 50, 2500, true, false));
  }

  static CocoResults results() {
    return CocoResults.builder("runs/found.json")
        .add(1, 10, 10, 10, 40, 40, 0.95) // the cat
        .add(1, 10, 12, 10, 40, 40, 0.65) // the cat again
        .add(1, 10, 100, 10, 60, 60, 0.85) // takes the dog for a cat
        .add(1, 20, 102, 10, 60, 60, 0.75) // the dog
        .add(2, 10, 30, 10, 40, 40, 0.7) // the other cat, inexactly
        .add(2, 20, 0, 90, 20, 20, 0.6) // a dog where nothing is
        .add(2, 10, 65, 5, 9, 9, 0.55) // a cat in the crowd of cats
        .add(3, 10, 10, 10, 40, 40, 0.52) // three cats
        .add(3, 10, 60, 10, 40, 40, 0.52)
        .add(3, 10, 110, 10, 40, 40, 0.52)
        .build();
  }

  static CocoMatching matching() {
    return CocoMatching.of(truth(), results(), SETTINGS);
  }

  /** Contents with few draws, to be quick. */
  static ReportContents.Builder contents(CocoMatching matching) {
    return ReportContents.builder(matching).analysis(CocoAnalysis.of(matching, few()));
  }

  static ResamplingSettings few() {
    return ResamplingSettings.builder().repetitions(20).build();
  }
}
