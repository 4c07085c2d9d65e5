package io.github.sparsercnn.core.training;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingProgress;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A dataset of painted squares and a network as small as it gets. */
final class TinyTraining {
  static final int PICTURES = 6;
  private static final int SIDE = 48;

  /** Everything that makes the network small and its training short, as on a command line. */
  private static final List<String> SMALL =
      List.of(
          "MODEL.WEIGHTS", "",
          "MODEL.SparseRCNN.NUM_CLASSES", "2",
          "MODEL.SparseRCNN.NUM_PROPOSALS", "6",
          "MODEL.SparseRCNN.NUM_HEADS", "2",
          "MODEL.SparseRCNN.HIDDEN_DIM", "16",
          "MODEL.SparseRCNN.DIM_DYNAMIC", "4",
          "MODEL.SparseRCNN.DIM_FEEDFORWARD", "16",
          "MODEL.FPN.OUT_CHANNELS", "16",
          "MODEL.RESNETS.STEM_OUT_CHANNELS", "4",
          "MODEL.RESNETS.RES2_OUT_CHANNELS", "8",
          "MODEL.RESNETS.WIDTH_PER_GROUP", "2",
          "INPUT.MIN_SIZE_TRAIN", "(48, 64)",
          "INPUT.MAX_SIZE_TRAIN", "96",
          "INPUT.MIN_SIZE_TEST", "48",
          "INPUT.MAX_SIZE_TEST", "96",
          "SOLVER.IMS_PER_BATCH", "2",
          "SOLVER.BASE_LR", "0.001",
          "SOLVER.WARMUP_ITERS", "2",
          "SOLVER.MAX_ITER", "6",
          "DATALOADER.NUM_WORKERS", "2",
          "TEST.EVAL_PERIOD", "0");

  private TinyTraining() {}

  /** Paints the pictures and labels them; ids of the categories have gaps. */
  static DatasetSource paint(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> images = new ArrayList<>();
    List<String> annotations = new ArrayList<>();
    for (int i = 1; i <= PICTURES; i++) {
      BufferedImage picture = new BufferedImage(SIDE + i, SIDE, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      for (int box = 0; box < 2; box++) {
        int x = 4 * i + 3 * box;
        int y = 24 * box + 2;
        graphics.setColor(box == 0 ? Color.RED : Color.CYAN);
        graphics.fillRect(x, y, 14, 16);
        annotations.add(
            "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [%d, %d, 14, 16], \"area\": 224, \"iscrowd\": 0}"
                .formatted(2 * i + box, i, box == 0 ? 3 : 7, x, y));
      }
      graphics.dispose();
      ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
      images.add(
          "{\"id\": %d, \"file_name\": \"%d.png\", \"width\": %d, \"height\": %d}"
              .formatted(i, i, SIDE + i, SIDE));
    }
    Path json = folder.resolve("labels.json");
    Files.writeString(
        json,
        "{\"images\": "
            + images
            + ", \"categories\": [{\"id\": 3, \"name\": \"red\"}, {\"id\": 7, \"name\": \"cyan\"}],"
            + " \"annotations\": "
            + annotations
            + "}",
        StandardCharsets.UTF_8);
    return DatasetSource.of(json, folder);
  }

  /** A builder with the small network, the painted pictures and an output folder. */
  static TrainerBuilder builder(DatasetSource data, Path output) {
    return Trainer.builder().config("R50_100").overrides(SMALL).trainingData(data).output(output);
  }

  /** Remembers the losses of every iteration. */
  static final class Losses implements TrainingListener {
    final List<TrainingProgress> all = new ArrayList<>();

    @Override
    public void iterationFinished(TrainingProgress progress) {
      all.add(progress);
    }

    List<String> lines() {
      return all.stream()
          .map(one -> one.iteration() + " " + one.learningRate() + " " + one.losses())
          .toList();
    }
  }
}
