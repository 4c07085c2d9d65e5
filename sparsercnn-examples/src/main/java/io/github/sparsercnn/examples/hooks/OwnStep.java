package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.training.TrainingParts;
import io.github.sparsercnn.core.training.TrainingStep;
import io.github.sparsercnn.core.training.solver.Solver;
import java.io.IOException;
import java.nio.file.Path;

/** An iteration of one's own. */
public final class OwnStep implements TrainingParts {
  /** Ready to be given to a trainer. */
  public OwnStep() {}

  @Override
  public TrainingStep step(Config config, SparseRcnn network, Solver solver, ProcessGroup group) {
    return new StepWithoutSpikes(network, criterion(config), solver, group);
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnStep()).train();
  }
}
