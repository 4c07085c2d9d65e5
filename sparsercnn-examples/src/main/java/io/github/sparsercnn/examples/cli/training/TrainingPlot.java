package io.github.sparsercnn.examples.cli.training;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import io.github.sparsercnn.core.training.writer.MetricsJson;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws {@code training.png} in the output folder when training has ended, well or not: what {@code
 * metrics.json} holds, also of the runs that this one resumed. To be told after the writer of that
 * file. A plot that cannot be drawn is a warning, for training is done.
 */
public final class TrainingPlot implements TrainingListener {
  /** Its name in the output folder. */
  public static final String FILE_NAME = "training.png";

  private static final Logger LOG = LoggerFactory.getLogger(TrainingPlot.class);

  private @Nullable Path folder;

  /** Draws into the output folder of the run that is going to be told of. */
  public TrainingPlot() {}

  @Override
  public void started(TrainingPlan plan) {
    folder = plan.output();
  }

  @Override
  public void finished(TrainingSummary summary) {
    close();
  }

  @Override
  public void close() {
    if (folder != null) {
      drawOrWarn(folder);
      folder = null;
    }
  }

  private static void drawOrWarn(Path folder) {
    Path metrics = folder.resolve(MetricsJson.FILE_NAME);
    Path plot = folder.resolve(FILE_NAME);
    try {
      draw(metrics, plot);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // A Java without fonts says so with any of these.
      LOG.warn("{} could not be drawn: {}; the numbers are in {}", plot, e, metrics);
    }
  }

  /**
   * Draws what a file holds; nothing if it is missing, or holds nothing to draw.
   *
   * @param metrics as this library and detectron2 write them
   * @param plot the PNG to write
   * @throws io.github.sparsercnn.SparseRcnnException if a file cannot be read or written
   */
  public static void draw(Path metrics, Path plot) {
    if (!Files.exists(metrics)) {
      return;
    }
    TrainingPicture.draw(MetricsJson.read(metrics))
        .ifPresent(
            picture -> AtomicFile.write(plot, stream -> ImageIO.write(picture, "png", stream)));
  }
}
