package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.training.TrainingHook;
import io.github.sparsercnn.core.training.TrainingParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Something that happens after every iteration. */
public final class OwnHook implements TrainingParts {
  /** Ready to be given to a trainer. */
  public OwnHook() {}

  @Override
  public List<TrainingHook> hooks(Config config) {
    return List.of(new BoxesWithinPicture());
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnHook()).train();
  }
}
