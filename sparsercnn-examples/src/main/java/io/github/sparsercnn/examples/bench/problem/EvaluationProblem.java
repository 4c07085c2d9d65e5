package io.github.sparsercnn.examples.bench.problem;

import io.github.sparsercnn.core.evaluation.CocoResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A made-up data set and what a made-up detector found in it, as two files.
 *
 * @param size how much there is of everything
 * @param annotations a COCO annotation file, laid out like {@code instances_val2017.json}
 * @param results a COCO results file with numbers as detectron2 writes them
 */
public record EvaluationProblem(ProblemSize size, Path annotations, Path results) {
  /**
   * Makes the files; existing ones are replaced.
   *
   * @param size how much there is of everything
   * @param seed the same seed makes the same files
   * @param folder where to write, created if absent
   * @return the problem
   * @throws IOException if a file cannot be written
   * @throws io.github.sparsercnn.DatasetException if the results cannot be written
   */
  public static EvaluationProblem write(ProblemSize size, long seed, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Path annotations = folder.resolve("annotations.json");
    Path results = folder.resolve("results.json");
    Draw draw = new Draw(seed);
    SceneGenerator generator = new SceneGenerator(size, draw);
    List<Scene> scenes = generator.generate();
    AnnotationFile.write(annotations, scenes, size.categories(), draw);
    detect(scenes, new SceneDetector(generator, size, draw), size, draw).write(results);
    return new EvaluationProblem(size, annotations, results);
  }

  private static CocoResults detect(
      List<Scene> scenes, SceneDetector detector, ProblemSize size, Draw draw) {
    double[] weights = new double[scenes.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = draw.between(0.2, 1.8);
    }
    int[] counts = Shares.of(size.detections(), weights);
    CocoResults.Builder results = CocoResults.builder("made up");
    for (int i = 0; i < counts.length; i++) {
      Scene scene = scenes.get(i);
      for (SceneDetector.Detection found : detector.detect(scene, counts[i])) {
        Rectangle box = found.box();
        results.add(
            scene.id(),
            AnnotationFile.categoryId(found.category()),
            box.x(),
            box.y(),
            box.width(),
            box.height(),
            found.score());
      }
    }
    return results.build();
  }

  /**
   * The size of both files.
   *
   * @return bytes
   * @throws IOException if they are gone
   */
  public long bytes() throws IOException {
    return Files.size(annotations) + Files.size(results);
  }
}
