package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.analysis.SizeRow;
import io.github.sparsercnn.core.html.Markup;

/** How well small and large objects are found. */
final class SizesSection implements Section {
  /** From here on a size class has no upper end that anybody would like to read. */
  private static final double ENDLESS = 1e9;

  private final Findings findings;

  SizesSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "sizes";
  }

  @Override
  public String title() {
    return "Object sizes";
  }

  @Override
  public void write(Markup page) {
    page.element(
        "p",
        "Sizes are those in the original pictures. Small objects are harder for every detector; if"
            + " their recall is low, too, they are not seen at all, and larger input helps. AP of a"
            + " class with few objects says little.");
    Tables.open(
        page, "Size classes", "", "Size", "*Area in square pixels", "Objects", "AP", "Recall");
    for (SizeRow row : findings.analysis().sizes()) {
      page.open("tr");
      Tables.head(page, row.range().name());
      page.element("td", area(row.range()));
      Tables.count(page, row.objects());
      Bars.cell(page, row.ap(), 1);
      Bars.cell(page, row.ar(), 1);
      page.close("tr");
    }
    Tables.close(page);
  }

  private static String area(AreaRange range) {
    String min = Shown.count((long) range.min());
    if (range.max() < ENDLESS) {
      return min + " to " + Shown.count((long) range.max());
    }
    return range.min() <= 0 ? "any" : "from " + min;
  }
}
