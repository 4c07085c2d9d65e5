package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.training.TrainingParts;
import io.github.sparsercnn.core.training.solver.LearningRateSchedule;
import io.github.sparsercnn.core.training.solver.Optimizer;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import java.io.IOException;
import java.nio.file.Path;

/** Another optimizer, other rates for some parameters, and another schedule. */
public final class OwnOptimizer implements TrainingParts {
  /** Iterations in which the rate rises. */
  private static final int RISE = 100;

  /** Ready to be given to a trainer. */
  public OwnOptimizer() {}

  @Override
  public Optimizer optimizer(Config config, ParameterGroups parameters) {
    return new Lion(parameters);
  }

  /** On top of what the config says: a slow backbone, and norms that do not decay. */
  @Override
  public ParameterRules rules(Config config) {
    return ParameterRules.of(config)
        .multiplyRate("backbone\\..*", 0.1)
        .weightDecay(".*\\.norm\\d?\\..*", 0);
  }

  /** Rises in a line, then falls with the root of the iteration. */
  @Override
  public LearningRateSchedule schedule(Config config) {
    return (baseRate, iteration) ->
        baseRate * Math.min((iteration + 1.0) / RISE, Math.sqrt(RISE / (iteration + 1.0)));
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnOptimizer()).train();
  }
}
