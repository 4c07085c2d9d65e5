package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxCounts;
import io.github.sparsercnn.core.dataset.DatasetStatistics.ClassCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What somebody who trains on a dataset should know about it before. */
public final class DatasetWarnings {
  /** With fewer boxes a class is hardly learned, and its AP is luck. */
  private static final int FEW_BOXES = 10;

  private static final int NAMED_CLASSES = 5;

  private final DatasetStatistics statistics;
  private final List<String> warnings = new ArrayList<>();

  private DatasetWarnings(DatasetStatistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Looks for trouble.
   *
   * @param statistics of the dataset
   * @param proposals {@code MODEL.SparseRCNN.NUM_PROPOSALS} of the model to be trained
   * @return one sentence per trouble, the worst first; empty if all is well
   */
  public static List<String> of(DatasetStatistics statistics, int proposals) {
    DatasetWarnings warnings = new DatasetWarnings(statistics);
    warnings.lookAtPictures(proposals);
    warnings.lookAtBoxes();
    warnings.lookAtClasses();
    return List.copyOf(warnings.warnings);
  }

  private void lookAtPictures(int proposals) {
    if (statistics.boxes().learnable() == 0) {
      warn("there is no box to learn from");
    }
    statistics
        .pictureFigures()
        .filter(figures -> figures.boxesPerPicture().max() > proposals)
        .ifPresent(
            figures ->
                warn(
                    "%s has %.0f boxes, but a model with %d proposals finds at most %d: raise"
                        + " MODEL.SparseRCNN.NUM_PROPOSALS or cut the pictures",
                    figures.fullest(), figures.boxesPerPicture().max(), proposals, proposals));
    int empty = statistics.picturesWithoutObjects();
    if (2L * empty > statistics.pictures()) {
      warn(
          "%,d of %,d pictures have no box; they are trained on as background, unless"
              + " DATALOADER.FILTER_EMPTY_ANNOTATIONS is set",
          empty, statistics.pictures());
    }
  }

  private void lookAtBoxes() {
    BoxCounts boxes = statistics.boxes();
    if (boxes.outside() > 0) {
      warn(
          "%,d boxes lie outside their pictures and are left out: do the annotations belong to"
              + " these pictures?",
          boxes.outside());
    }
    if (boxes.degenerate() > 0) {
      warn("%,d boxes have a side of no length and are left out", boxes.degenerate());
    }
    if (boxes.leaving() > 0) {
      warn("%,d boxes leave their pictures and are clipped", boxes.leaving());
    }
  }

  private void lookAtClasses() {
    warnOfClasses(
        "no box",
        statistics.classes().stream().filter(count -> count.boxes() == 0).toList(),
        "a model gives them outputs that it cannot learn");
    warnOfClasses(
        "fewer than " + FEW_BOXES + " boxes",
        statistics.classes().stream()
            .filter(count -> count.boxes() > 0 && count.boxes() < FEW_BOXES)
            .toList(),
        "too few to be learned well");
    Map<String, String> labels = new HashMap<>();
    for (ClassCount count : statistics.classes()) {
      String other = labels.putIfAbsent(plain(count.label()), count.label());
      if (other != null) {
        warn("the classes '%s' and '%s' may be meant to be one", other, count.label());
      }
    }
  }

  private void warnOfClasses(String what, List<ClassCount> classes, String consequence) {
    if (classes.isEmpty() || statistics.boxes().objects() == 0) {
      return;
    }
    String named =
        classes.stream()
            .limit(NAMED_CLASSES)
            .map(count -> count.boxes() == 0 ? count.label() : count.label() + " " + count.boxes())
            .collect(Collectors.joining(", "));
    int more = classes.size() - NAMED_CLASSES;
    warn(
        "%d of %d classes have %s (%s%s): %s",
        classes.size(),
        statistics.classes().size(),
        what,
        named,
        more > 0 ? ", " + more + " more" : "",
        consequence);
  }

  private static String plain(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
  }

  private void warn(String format, Object... values) {
    warnings.add(String.format(Locale.ROOT, format, values));
  }
}
