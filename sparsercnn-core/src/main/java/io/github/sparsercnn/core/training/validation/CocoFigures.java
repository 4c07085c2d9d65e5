package io.github.sparsercnn.core.training.validation;

import io.github.sparsercnn.Instances;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.evaluation.CocoCategory;
import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoInstancesEvaluator;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The COCO figures as detectron2 reports them: {@code bbox/AP}, {@code bbox/AP50}, {@code
 * bbox/AP75}, {@code bbox/APs}, {@code bbox/APm}, {@code bbox/APl} and {@code bbox/AP-NAME} for
 * each category, in percent, NaN where there is nothing to measure. Writes {@code
 * coco_instances_results.json}. Thread-safe.
 */
public final class CocoFigures implements Evaluator<Map<String, Double>> {
  /** The file with what was found. */
  public static final String RESULTS = "coco_instances_results.json";

  private static final String PREFIX = "bbox/AP";
  private static final int PERCENT = 100;

  private final CocoInstancesEvaluator evaluator;
  private final Optional<Path> folder;

  /**
   * Has seen nothing yet.
   *
   * @param groundTruth what is in the pictures
   * @param folder where the results file goes, empty for none
   */
  public CocoFigures(CocoGroundTruth groundTruth, Optional<Path> folder) {
    this.evaluator = new CocoInstancesEvaluator(groundTruth, CocoSettings.defaults());
    this.folder = folder;
  }

  @Override
  public void process(long imageId, Instances instances) {
    evaluator.process(imageId, instances);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SparseRcnnException if the results file cannot be written
   */
  @Override
  public Map<String, Double> evaluate() {
    folder.ifPresent(this::write);
    return figures(evaluator.evaluate());
  }

  private void write(Path target) {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new SparseRcnnException(target + ": cannot be made: " + e.getMessage(), e);
    }
    evaluator.results().write(target.resolve(RESULTS));
  }

  /**
   * The figures of a report.
   *
   * @param report any
   * @return by detectron2's names, in its order
   */
  public static Map<String, Double> figures(CocoReport report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "", report.figure(CocoFigure.AP));
    put(figures, "50", report.figure(CocoFigure.AP50));
    put(figures, "75", report.figure(CocoFigure.AP75));
    put(figures, "s", report.figure(CocoFigure.AP_SMALL));
    put(figures, "m", report.figure(CocoFigure.AP_MEDIUM));
    put(figures, "l", report.figure(CocoFigure.AP_LARGE));
    List<CocoCategory> categories = report.categories();
    for (int i = 0; i < categories.size(); i++) {
      put(figures, "-" + categories.get(i).name(), report.categoryAp(i));
    }
    return figures;
  }

  private static void put(Map<String, Double> figures, String suffix, double figure) {
    figures.put(PREFIX + suffix, figure < 0 ? Double.NaN : figure * PERCENT);
  }
}
