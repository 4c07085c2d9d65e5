package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.report.HtmlReport;
import io.github.sparsercnn.core.evaluation.report.ReportContents;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes an evaluation as a page, and finds the pictures for it. */
final class EvaluationReport {
  /** The name of the page in its folder. */
  static final String FILE = "report.html";

  private static final String IMAGES = "images";
  private static final String PREFIX = "instances_";
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Path annotations;
  private final @Nullable Path images;

  private EvaluationReport(Path folder, Path annotations, @Nullable Path images) {
    this.folder = folder;
    this.annotations = annotations;
    this.images = images;
  }

  /**
   * Plans a page.
   *
   * @param folder where to write {@value #FILE}, made if it is not there
   * @param annotations the annotation file
   * @param images the folder of the pictures, or null to look around the annotation file
   * @throws SparseRcnnException if {@code images} is no folder
   */
  static EvaluationReport in(Path folder, Path annotations, @Nullable Path images) {
    if (images != null && !Files.isDirectory(images)) {
      throw new SparseRcnnException(
          images + ": no such folder; give --images the folder of the pictures");
    }
    return new EvaluationReport(folder, annotations, images);
  }

  /**
   * Writes the page.
   *
   * @return the file
   * @throws SparseRcnnException if it cannot be written
   */
  Path write(Evaluation evaluation) {
    ReportContents.Builder contents = ReportContents.builder(evaluation.matching());
    evaluation.analysis().ifPresent(contents::analysis);
    evaluation
        .rival()
        .ifPresent(
            rival ->
                contents.rival(new ReportContents.Rival(rival.matching(), rival.comparison())));
    Optional.ofNullable(images)
        .or(() -> guess(evaluation.matching().groundTruth()))
        .ifPresent(contents::images);
    Path file = folder.resolve(FILE);
    HtmlReport.write(file, contents.build());
    return file;
  }

  /** The first of the usual folders that holds the first picture. */
  private Optional<Path> guess(CocoGroundTruth truth) {
    if (truth.imageCount() == 0 || truth.fileName(0).isBlank()) {
      return Optional.empty();
    }
    Path beside = Objects.requireNonNullElse(annotations.getParent(), Path.of("."));
    List<Path> candidates = new ArrayList<>(List.of(beside, beside.resolve(IMAGES)));
    String name = String.valueOf(annotations.getFileName());
    if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
      String set = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
      candidates.add(beside.resolve("..").resolve(set));
    }
    return candidates.stream().filter(candidate -> holds(candidate, truth.fileName(0))).findFirst();
  }

  private static boolean holds(Path folder, String fileName) {
    try {
      return Files.isRegularFile(folder.resolve(fileName.replace('\\', '/')));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
