package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.evaluation.Evaluator;
import io.github.sparsercnn.core.training.TrainingParts;
import io.github.sparsercnn.core.training.ValidationSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A figure of one's own beside COCO's. */
public final class OwnEvaluator implements TrainingParts {
  /** Ready to be given to a trainer. */
  public OwnEvaluator() {}

  @Override
  public Evaluator<Map<String, Double>> evaluator(
      Config config, ValidationSet set, Optional<Path> folder) {
    Evaluator<Map<String, Double>> coco = TrainingParts.super.evaluator(config, set, folder);
    return new CellCount(coco, set.dataset());
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnEvaluator()).train();
  }
}
