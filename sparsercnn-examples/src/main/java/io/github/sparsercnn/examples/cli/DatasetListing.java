package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.dataset.DatasetStatistics;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxCounts;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxFigures;
import io.github.sparsercnn.core.dataset.DatasetStatistics.ClassCount;
import io.github.sparsercnn.core.dataset.DatasetStatistics.Found;
import io.github.sparsercnn.core.dataset.DatasetStatistics.PictureFigures;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.Spread;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what a dataset is like for people to read. */
final class DatasetListing {
  private static final int NARROWEST_NAME = 8;

  private final PrintWriter out;

  DatasetListing(PrintWriter out) {
    this.out = out;
  }

  void print(DatasetInput.Found found, List<DatasetReport> reports) {
    out.println(found.description().orElse(found.labels().toString()));
    for (DatasetReport report : reports) {
      DatasetStatistics statistics = report.statistics();
      line("%n%s", report.part());
      fact("pictures", pictures(report));
      fact("boxes", boxes(statistics.boxes()));
      statistics.pictureFigures().ifPresent(this::print);
      statistics.boxFigures().ifPresent(this::print);
      printClasses(statistics.classes());
      if (!report.warnings().isEmpty()) {
        line("%n  Warnings");
        report.warnings().forEach(warning -> line("  - %s", warning));
      }
    }
  }

  private static String pictures(DatasetReport report) {
    DatasetStatistics statistics = report.statistics();
    List<String> facts = new ArrayList<>(List.of(show("%,d", statistics.pictures())));
    if (statistics.picturesWithoutObjects() > 0) {
      facts.add(show("%,d without boxes", statistics.picturesWithoutObjects()));
    }
    if (!report.missing().isEmpty()) {
      facts.add(show("%,d not on the disk", report.missing().size()));
    }
    return String.join(", ", facts);
  }

  private static String boxes(BoxCounts counts) {
    List<String> facts = new ArrayList<>(List.of(show("%,d", counts.objects())));
    addUnlessZero(facts, counts.degenerate(), "of them empty");
    addUnlessZero(facts, counts.outside(), "of them outside their pictures");
    addUnlessZero(facts, counts.leaving(), "of them leave their pictures");
    addUnlessZero(facts, counts.crowds(), "crowds besides");
    return String.join(", ", facts);
  }

  private static void addUnlessZero(List<String> facts, long count, String what) {
    if (count > 0) {
      facts.add(show("%,d %s", count, what));
    }
  }

  private void print(PictureFigures figures) {
    fact(
        "sizes",
        figures.sizes() == 1
            ? "all " + figures.largest()
            : show("%,d, %s to %s", figures.sizes(), figures.smallest(), figures.largest()));
    fact("mean aspect", show("%.2f", figures.meanAspect()));
    fact(
        "boxes per picture",
        show(
            "%.0f to %.0f, median %.0f, mean %.1f, most in %s",
            figures.boxesPerPicture().min(),
            figures.boxesPerPicture().max(),
            figures.boxesPerPicture().median(),
            figures.boxesPerPicture().mean(),
            figures.fullest()));
  }

  private void print(BoxFigures figures) {
    fact("box width", pixels(figures.width()));
    fact("box height", pixels(figures.height()));
    fact(
        "box size",
        show(
            "%.3f to %.3f of the picture's, median %.3f",
            figures.relativeSize().min(),
            figures.relativeSize().max(),
            figures.relativeSize().median()));
    fact(
        "as COCO sorts",
        show(
            "%,d small, %,d medium, %,d large",
            figures.small(), figures.medium(), figures.large()));
    fact("smallest box", found(figures.smallest()));
    fact("largest box", found(figures.largest()));
  }

  private static String pixels(Spread spread) {
    return show("%.1f to %.1f pixels, median %.1f", spread.min(), spread.max(), spread.median());
  }

  private static String found(Found found) {
    LabeledBox box = found.box();
    return show(
        "%.1f x %.1f at [%.1f, %.1f] of %s",
        box.width(), box.height(), box.x1(), box.y1(), found.fileName());
  }

  private void printClasses(List<ClassCount> classes) {
    int width =
        classes.stream()
            .mapToInt(count -> count.label().length())
            .reduce(NARROWEST_NAME, Math::max);
    String row = "  %-" + width + "s  %7s  %9s  %9s";
    line("%n" + row, "class", "id", "boxes", "pictures");
    for (ClassCount count : classes) {
      line(
          row,
          count.label(),
          count.datasetId(),
          show("%,d", count.boxes()),
          show("%,d", count.pictures()));
    }
  }

  private void fact(String name, String value) {
    line("  %-18s %s", name, value);
  }

  private static String show(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
