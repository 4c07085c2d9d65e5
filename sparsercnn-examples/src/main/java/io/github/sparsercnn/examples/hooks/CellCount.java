package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.evaluation.Evaluator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a haematologist asks: by how many cells is the count of a picture wrong? The figures of
 * another evaluator come along.
 */
final class CellCount implements Evaluator<Map<String, Double>> {
  /** The name of the mean error. */
  static final String ERROR = "count/error";

  /** A cell counts if the model is surer than this. */
  private static final float THRESHOLD = 0.5f;

  private final Evaluator<Map<String, Double>> others;
  private final Dataset dataset;
  private final Map<Long, Integer> found = new ConcurrentHashMap<>();

  CellCount(Evaluator<Map<String, Double>> others, Dataset dataset) {
    this.others = others;
    this.dataset = dataset;
  }

  @Override
  public void process(long imageId, Instances instances) {
    others.process(imageId, instances);
    found.put(imageId, instances.above(THRESHOLD).size());
  }

  @Override
  public Map<String, Double> evaluate() {
    double wrong = 0;
    for (LabeledPicture picture : dataset.pictures()) {
      long cells = picture.boxes().stream().filter(box -> !box.crowd()).count();
      wrong += Math.abs(found.getOrDefault(picture.id(), 0) - cells);
    }
    Map<String, Double> figures = new LinkedHashMap<>(others.evaluate());
    figures.put(ERROR, wrong / dataset.size());
    return figures;
  }
}
