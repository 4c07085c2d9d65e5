package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import io.github.sparsercnn.core.evaluation.analysis.ImageRow;
import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import io.github.sparsercnn.core.html.Markup;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whether these results are better than other ones, and where. */
final class ComparisonSection implements Section {
  /** The usual line between a difference and luck. */
  private static final double SIGNIFICANT = 0.05;

  private static final int MOST_IMAGES = 8;

  private final Findings findings;
  private final ReportContents.Rival rival;

  ComparisonSection(Findings findings, ReportContents.Rival rival) {
    this.findings = findings;
    this.rival = rival;
  }

  @Override
  public String id() {
    return "comparison";
  }

  @Override
  public String title() {
    return "Comparison";
  }

  @Override
  public void write(Markup page) {
    Comparison comparison = rival.comparison();
    page.open("p").text("Compared with ");
    page.element("span", rival.matching().results().source(), "class", "file");
    page.text(", on the same pictures.").close("p");
    page.open("p", "class", "callout");
    page.element("strong", verdict(comparison)).text(" ");
    page.text(
        Shown.format(
            "AP %s against %s: a difference of %s, %s interval %s. If the two were as good as each"
                + " other, a difference this large would come about by luck in %s of cases"
                + " (p = %.4f).",
            Shown.figure(comparison.ap()),
            Shown.figure(comparison.otherAp()),
            Shown.difference(comparison.difference()),
            Shown.percent(comparison.interval().confidence()),
            Shown.interval(comparison.interval()),
            share(comparison.pValue()),
            comparison.pValue()));
    page.close("p");
    writeFigures(page);
    writeCategories(page);
    writeImages(page);
  }

  private static String share(double pValue) {
    return pValue < 0.01 ? "less than 1 %" : Shown.percent(pValue);
  }

  private static String verdict(Comparison comparison) {
    if (comparison.pValue() >= SIGNIFICANT) {
      return "The difference may well be luck.";
    }
    return comparison.difference() > 0
        ? "These results are better, and hardly by luck."
        : "The other results are better, and hardly by luck.";
  }

  private void writeFigures(Markup page) {
    CocoReport mine = findings.report();
    CocoReport other = rival.matching().report();
    Tables.open(page, "The figures of both", "", "Figure", "These", "Other", "Difference");
    for (CocoFigure figure : CocoFigure.values()) {
      FigureText text = FigureText.of(figure, mine.settings().maxDets());
      writeRow(page, text.name(), mine.figure(figure), other.figure(figure));
    }
    Tables.close(page);
  }

  private void writeCategories(Markup page) {
    Tables.open(
        page, "The AP of the categories", "sortable", "Category", "These", "Other", "Difference");
    IntStream.range(0, findings.truth().categoryCount())
        .forEach(
            category ->
                writeRow(
                    page,
                    findings.category(category),
                    findings.report().categoryAp(category),
                    rival.matching().report().categoryAp(category)));
    Tables.close(page);
  }

  private static void writeRow(Markup page, String name, double mine, double other) {
    boolean isMeasured = Shown.isMeasured(mine) && Shown.isMeasured(other);
    page.open("tr");
    Tables.head(page, name);
    Tables.figure(page, mine);
    Tables.figure(page, other);
    Tables.number(
        page,
        isMeasured ? Shown.difference(mine - other) : Shown.NOTHING,
        isMeasured ? mine - other : 0);
    page.close("tr");
  }

  private record Change(int image, int mine, int other) {
    int size() {
      return Math.abs(mine - other);
    }
  }

  private void writeImages(Markup page) {
    List<ImageRow> mine = findings.analysis().images();
    List<ImageRow> others =
        ImageRow.table(
            rival.matching(),
            OperatingPoint.best(rival.matching())
                .map(OperatingPoint::score)
                .orElse(Double.POSITIVE_INFINITY));
    List<Change> changes =
        IntStream.range(0, mine.size())
            .mapToObj(i -> new Change(i, mine.get(i).errors(), others.get(i).errors()))
            .filter(change -> change.size() > 0)
            .sorted(Comparator.comparingInt((Change change) -> -change.size()))
            .limit(MOST_IMAGES)
            .toList();
    if (changes.isEmpty()) {
      return;
    }
    Tables.open(
        page,
        "Pictures that differ most: errors, each at its own best threshold",
        "sortable",
        "Picture",
        "These",
        "Other",
        "Difference");
    for (Change change : changes) {
      page.open("tr");
      Tables.head(page, findings.imageName(change.image));
      Tables.count(page, change.mine);
      Tables.count(page, change.other);
      Tables.number(
          page,
          Shown.format("%+d", change.mine - change.other).replace('-', '−'),
          change.mine - change.other);
      page.close("tr");
    }
    Tables.close(page);
  }
}
