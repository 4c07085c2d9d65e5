package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix.Example;
import io.github.sparsercnn.core.evaluation.analysis.ImageRow;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict;
import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What several sections need to know. Immutable. */
final class Findings {
  private final ReportContents contents;
  private final List<ImageRow> imagesByErrors;
  private final List<ImageVerdict> gallery;
  private final ExampleCases cases;
  private final Map<Long, ImageVerdict> verdicts = new HashMap<>();
  private final PictureShelf pictures;

  Findings(ReportContents contents) {
    this.contents = contents;
    imagesByErrors =
        analysis().images().stream()
            .filter(row -> row.errors() > 0)
            .sorted(
                Comparator.comparingInt((ImageRow row) -> -row.errors())
                    .thenComparingDouble(ImageRow::f1)
                    .thenComparingLong(ImageRow::imageId))
            .toList();
    int[] worst =
        imagesByErrors.stream()
            .limit(contents.worstPictures())
            .mapToInt(row -> truth().imageIndex(row.imageId()))
            .toArray();
    // Where nothing is right there is no best threshold, and everything is worth a look.
    double drawnFrom =
        analysis().threshold().map(OperatingPoint::score).orElse(Double.NEGATIVE_INFINITY);
    gallery = ImageVerdict.of(matching(), worst, drawnFrom);
    cases = ExampleCases.choose(analysis().confusion(), results());
    int[] ofCases =
        cases.all().stream()
            .mapToLong(Example::imageId)
            .distinct()
            .mapToInt(truth()::imageIndex)
            .toArray();
    for (ImageVerdict verdict : ImageVerdict.of(matching(), ofCases, drawnFrom)) {
      verdicts.put(truth().imageId(verdict.image()), verdict);
    }
    pictures = PictureShelf.load(contents, worst, cases);
  }

  ReportContents contents() {
    return contents;
  }

  CocoMatching matching() {
    return contents.matching();
  }

  CocoGroundTruth truth() {
    return matching().groundTruth();
  }

  CocoResults results() {
    return matching().results();
  }

  CocoReport report() {
    return matching().report();
  }

  CocoAnalysis analysis() {
    return contents.analysis();
  }

  /** The images that have errors, most errors first. */
  List<ImageRow> imagesByErrors() {
    return imagesByErrors;
  }

  /** The images that are shown. */
  List<ImageVerdict> gallery() {
    return gallery;
  }

  ExampleCases cases() {
    return cases;
  }

  /** What became of the objects and detections around an example. */
  ImageVerdict verdict(Example example) {
    return Objects.requireNonNull(verdicts.get(example.imageId()), "no such example");
  }

  PictureShelf pictures() {
    return pictures;
  }

  boolean hasThreshold() {
    return analysis().threshold().isPresent();
  }

  /** The best threshold in words. */
  String threshold() {
    return analysis().threshold().map(point -> Shown.figure(point.score())).orElse(Shown.NOTHING);
  }

  /** The name of a category; of the number after the last one, "nothing". */
  String category(int category) {
    return category == truth().categoryCount() ? "nothing" : truth().categoryName(category);
  }

  String categoryOfDetection(int detection) {
    return category(truth().categoryIndex(results().categoryId(detection)));
  }

  String categoryOfObject(int annotation) {
    return category(truth().category(annotation));
  }

  /** How many objects of a category count. */
  int objects(int category) {
    return matching().category(category, AreaRange.ALL).objects().length;
  }

  /** How many objects count. */
  int objects() {
    int sum = 0;
    for (int category = 0; category < truth().categoryCount(); category++) {
      sum += objects(category);
    }
    return sum;
  }

  /** The largest limit of detections. */
  int maxDets() {
    List<Integer> limits = matching().settings().maxDets();
    return limits.get(limits.size() - 1);
  }

  /** What an image is called. */
  String imageName(int image) {
    String file = truth().fileName(image);
    return file.isBlank() ? "image " + truth().imageId(image) : file;
  }
}
