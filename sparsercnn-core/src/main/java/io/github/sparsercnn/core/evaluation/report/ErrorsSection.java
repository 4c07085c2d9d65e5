package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.TideError;
import io.github.sparsercnn.core.evaluation.analysis.TideReport;
import io.github.sparsercnn.core.html.Markup;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What the kinds of errors cost, and which to fix first. */
final class ErrorsSection implements Section {
  private final Findings findings;

  ErrorsSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "errors";
  }

  @Override
  public String title() {
    return "What to fix first";
  }

  /** The kinds of errors by falling cost. */
  static List<TideError> byCost(TideReport tide) {
    return Arrays.stream(TideError.values())
        .sorted(Comparator.comparingDouble((TideError error) -> -cost(tide, error)))
        .toList();
  }

  static double cost(TideReport tide, TideError error) {
    return tide.costs().getOrDefault(error, 0.0);
  }

  @Override
  public void write(Markup page) {
    page.open("ol", "class", "fixes");
    new FirstFixes(findings).sentences().forEach(sentence -> page.element("li", sentence));
    page.close("ol");
    TideReport tide = findings.analysis().tide();
    List<TideError> errors = byCost(tide);
    double most = cost(tide, errors.get(0));
    page.element(
        "p",
        "The cost of a kind of error is what AP50 would gain if all errors of this kind were put"
            + " right and nothing else (TIDE). Costs do not add up. Sure detections cost more than"
            + " unsure ones, so a kind with few errors can cost most. All detections count here,"
            + " also those below the best threshold.");
    Tables.open(
        page,
        "Kinds of errors, the dearest first",
        "explained",
        "Error",
        "Cost",
        "Count",
        "*What happens",
        "*What to do");
    for (TideError error : errors) {
      ErrorText text = ErrorText.of(error);
      page.open("tr");
      Tables.head(page, text.name());
      Bars.cell(page, cost(tide, error), most);
      Tables.count(page, tide.counts().getOrDefault(error, 0));
      Tables.prose(page, text.meaning());
      Tables.prose(page, text.remedy());
      page.close("tr");
    }
    Tables.close(page);
    page.element(
        "p",
        Shown.format(
            "All wrong detections together cost %s, all objects that nothing is right about %s.",
            Shown.figure(tide.falsePositiveCost()), Shown.figure(tide.falseNegativeCost())));
  }
}
