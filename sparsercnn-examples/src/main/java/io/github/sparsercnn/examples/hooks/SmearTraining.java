package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.examples.smear.SmearDataset;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The training that the examples change: drawn blood smears and a network that is small enough to
 * be trained in seconds, too small to be good.
 */
final class SmearTraining {
  private static final int PICTURES = 4;

  private static final List<String> SMALL =
      List.of(
          "MODEL.WEIGHTS", "",
          "MODEL.SparseRCNN.NUM_CLASSES", "3",
          "MODEL.SparseRCNN.NUM_PROPOSALS", "10",
          "MODEL.SparseRCNN.NUM_HEADS", "1",
          "MODEL.SparseRCNN.HIDDEN_DIM", "16",
          "MODEL.SparseRCNN.DIM_DYNAMIC", "4",
          "MODEL.SparseRCNN.DIM_FEEDFORWARD", "16",
          "MODEL.FPN.OUT_CHANNELS", "16",
          "MODEL.RESNETS.STEM_OUT_CHANNELS", "4",
          "MODEL.RESNETS.RES2_OUT_CHANNELS", "8",
          "MODEL.RESNETS.WIDTH_PER_GROUP", "2",
          "INPUT.MIN_SIZE_TRAIN", "(64,)",
          "INPUT.MIN_SIZE_TEST", "64",
          "SOLVER.IMS_PER_BATCH", "2",
          "SOLVER.MAX_ITER", "4",
          "TEST.EVAL_PERIOD", "0");

  private SmearTraining() {}

  /**
   * Draws the smears and describes the training.
   *
   * @param folder where smears and results go
   * @return what may be changed further
   */
  static TrainerBuilder in(Path folder) throws IOException {
    Path smears = folder.resolve("smears");
    new SmearDataset(new SmearGenerator()).write(smears, 1, PICTURES);
    DatasetSource data =
        DatasetSource.of(
            smears.resolve(SmearDataset.ANNOTATIONS), smears.resolve(SmearDataset.IMAGES));
    return Trainer.builder()
        .config("R50_100")
        .overrides(SMALL)
        .trainingData(data)
        .validationData(data)
        .output(folder.resolve("output"));
  }
}
