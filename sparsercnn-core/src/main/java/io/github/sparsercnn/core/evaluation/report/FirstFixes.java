package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.analysis.SizeRow;
import io.github.sparsercnn.core.evaluation.analysis.TideError;
import io.github.sparsercnn.core.evaluation.analysis.TideReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says in words what stands out in the numbers, the most important first. */
final class FirstFixes {
  /** Below this gain of AP50 no kind of error is worth a word. */
  private static final double WORTH_A_WORD = 0.01;

  /** A second kind is named if it costs at least this part of the first. */
  private static final double COMPARABLE = 0.5;

  /** Categories and sizes are named if their AP lies that far below. */
  private static final double FAR_BELOW = 0.1;

  /** What happens to fewer objects than this may be chance. */
  private static final int ENOUGH = 20;

  /** A mix-up is named if it happens to this part of the objects. */
  private static final double FREQUENT = 0.01;

  private static final double LOOSE = 0.5;

  private final Findings findings;
  private final TideReport tide;

  FirstFixes(Findings findings) {
    this.findings = findings;
    tide = findings.analysis().tide();
  }

  /** At least one sentence. */
  List<String> sentences() {
    if (findings.objects() == 0) {
      return List.of(
          "There is nothing to find: no object is annotated, so no figure says anything.");
    }
    if (findings.results().size() == 0) {
      return List.of(
          "There are no detections at all. Look whether the detector was run on these pictures and"
              + " whether a threshold was applied before the results were written.");
    }
    if (!findings.hasThreshold()) {
      return List.of(
          "No detection is right. That is hardly the training: look first whether the category ids"
              + " are those of the annotations (0 to 79 is not 1 to 90), whether boxes are x, y,"
              + " width, height in pixels of the original picture, and whether the pictures are the"
              + " same.");
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(dearest());
    second().ifPresent(sentences::add);
    looseBoxes().ifPresent(sentences::add);
    confusion().ifPresent(sentences::add);
    weakestCategory().ifPresent(sentences::add);
    weakestSize().ifPresent(sentences::add);
    return sentences;
  }

  private String dearest() {
    TideError error = ErrorsSection.byCost(tide).get(0);
    double cost = ErrorsSection.cost(tide, error);
    if (cost < WORTH_A_WORD) {
      return Shown.format(
          "No kind of error costs more than %s AP50; what is missing is spread thinly.",
          Shown.figure(WORTH_A_WORD));
    }
    ErrorText text = ErrorText.of(error);
    return Shown.format(
        "“%s” costs most: without it AP50 would rise from %s to %s. %s",
        text.name(), Shown.figure(tide.ap50()), Shown.figure(tide.ap50() + cost), text.remedy());
  }

  private Optional<String> second() {
    List<TideError> errors = ErrorsSection.byCost(tide);
    double cost = ErrorsSection.cost(tide, errors.get(1));
    if (cost < WORTH_A_WORD || cost < COMPARABLE * ErrorsSection.cost(tide, errors.get(0))) {
      return Optional.empty();
    }
    ErrorText text = ErrorText.of(errors.get(1));
    return Optional.of(
        Shown.format(
            "“%s” costs nearly as much, %s. %s", text.name(), Shown.figure(cost), text.remedy()));
  }

  private Optional<String> looseBoxes() {
    double ap50 = findings.report().figure(CocoFigure.AP50);
    double ap75 = findings.report().figure(CocoFigure.AP75);
    return ap75 >= LOOSE * ap50
        ? Optional.empty()
        : Optional.of(
            Shown.format(
                "Boxes are loose: AP50 is %s, but AP75 only %s. Objects are found, their borders are"
                    + " not. Look whether the labelled boxes are tight; then train longer.",
                Shown.figure(ap50), Shown.figure(ap75)));
  }

  private Optional<String> confusion() {
    int nothing = findings.truth().categoryCount();
    return ExampleCases.cells(findings.analysis().confusion()).stream()
        .filter(cell -> !cell.isRight() && cell.actual() < nothing && cell.detected() < nothing)
        .findFirst()
        .filter(cell -> cell.count() >= Math.max(3, FREQUENT * findings.objects()))
        .map(
            cell ->
                Shown.format(
                    "The most frequent mix-up: %s is taken for %s, %s at the best threshold.",
                    findings.category(cell.actual()),
                    findings.category(cell.detected()),
                    Shown.count(cell.count(), "time", "times")));
  }

  private Optional<String> weakestCategory() {
    return IntStream.range(0, findings.truth().categoryCount())
        .boxed()
        .filter(category -> findings.objects(category) >= ENOUGH)
        .min(Comparator.comparingDouble(findings.report()::categoryAp))
        .filter(
            category ->
                findings.report().categoryAp(category)
                    < findings.report().apAtMaxDets() - FAR_BELOW)
        .map(
            category ->
                Shown.format(
                    "%s is the weakest category: AP %s against %s over all. It has %s here.",
                    findings.category(category),
                    Shown.figure(findings.report().categoryAp(category)),
                    Shown.figure(findings.report().apAtMaxDets()),
                    Shown.count(findings.objects(category), "object", "objects")));
  }

  private Optional<String> weakestSize() {
    return findings.analysis().sizes().stream()
        .filter(row -> !row.range().equals(AreaRange.ALL) && row.objects() >= ENOUGH)
        .min(Comparator.comparingDouble(SizeRow::ap))
        .filter(row -> row.ap() < findings.report().apAtMaxDets() - FAR_BELOW)
        .map(
            row ->
                Shown.format(
                    "Objects of the size class “%s” are found worst: AP %s, recall %s, %s.",
                    row.range().name(),
                    Shown.figure(row.ap()),
                    Shown.figure(row.ar()),
                    Shown.count(row.objects(), "object", "objects")));
  }
}
