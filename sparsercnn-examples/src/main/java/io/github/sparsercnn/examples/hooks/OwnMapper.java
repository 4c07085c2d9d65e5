package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.Augmentation;
import io.github.sparsercnn.core.dataset.loading.DatasetMapper;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.training.TrainingParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An augmentation of one's own before the official ones. */
public final class OwnMapper implements TrainingParts {
  /** Ready to be given to a trainer. */
  public OwnMapper() {}

  @Override
  public SampleMapper mapper(Config config) {
    DatasetMapper official = DatasetMapper.of(config);
    Augmentation both = Augmentation.sequence(List.of(new QuarterTurns(), official.augmentation()));
    return new DatasetMapper(official.mosaic(), both, official.options());
  }

  /**
   * Trains with it.
   *
   * @param args the folder to work in
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] args) throws IOException {
    TrainerOptions options = SmearTraining.in(Path.of(args[0])).options();
    new LibTorchRuntime().trainer(options, new OwnMapper()).train();
  }
}
