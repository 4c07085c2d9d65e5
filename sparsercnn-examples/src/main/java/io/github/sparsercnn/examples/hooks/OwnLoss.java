package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.Criterion;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.training.TrainingParts;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** A loss of one's own beside the official ones: it keeps the logits small. */
public final class OwnLoss implements TrainingParts {
  /** The name of the loss. */
  static final String NAME = "loss_logits";

  private static final double WEIGHT = 1e-4;

  /** Ready to be given to a trainer. */
  public OwnLoss() {}

  @Override
  public Criterion criterion(Config config) {
    SetCriterion official = SetCriterion.of(config);
    return (stages, batch, truths, numBoxes) -> {
      Tensor logits = stages.get(stages.size() - 1).logits(); // [pictures, proposals, classes]
      Tensor squares = Ops.pow(Ops.atLeastFloat(logits), 2).sum();
      return official
          .losses(stages, batch, truths, numBoxes)
          .plus(NAME, Ops.mul(squares, WEIGHT / Math.max(1, numBoxes)));
    };
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnLoss()).train();
  }
}
