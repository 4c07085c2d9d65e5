package io.github.sparsercnn.examples.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingSummary;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPlotTest {
  private static final int TOTAL = 0xff1f4e9c;
  private static final int BBOX = 0xff9ecae1;
  private static final int AP = 0xffb2182b;

  @TempDir private Path folder;
  private Path metrics;
  private Path plot;

  @BeforeEach
  void nameFiles() {
    metrics = folder.resolve("metrics.json");
    plot = folder.resolve("training.png");
  }

  private BufferedImage drawn() throws Exception {
    TrainingPlot.draw(metrics, plot);
    return ImageIO.read(plot.toFile());
  }

  private static long pixels(BufferedImage picture, int argb) {
    int[] all =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return Arrays.stream(all).filter(pixel -> pixel == argb).count();
  }

  @Test
  void plot_showsTotalPartsAndAp() throws Exception {
    MetricsFiles.write(metrics, 950, true);

    BufferedImage picture = drawn();

    assertThat(picture.getWidth()).isEqualTo(1400);
    assertThat(pixels(picture, TOTAL)).isGreaterThan(1000);
    assertThat(pixels(picture, BBOX)).isGreaterThan(300);
    assertThat(pixels(picture, AP)).isGreaterThan(500);
  }

  @Test
  void runWithoutValidation_hasNoAp() throws Exception {
    MetricsFiles.write(metrics, 950, false);

    BufferedImage picture = drawn();

    assertThat(pixels(picture, TOTAL)).isGreaterThan(1000);
    assertThat(pixels(picture, AP)).isZero();
  }

  @Test
  void singleLine_isVisible() throws Exception {
    Files.writeString(metrics, "{\"iteration\": 4, \"lr\": 0.0, \"total_loss\": 80.5}\n");

    assertThat(pixels(drawn(), TOTAL)).isGreaterThan(20);
  }

  @Test
  void lossOfZero_isLeftOut() throws Exception {
    Files.writeString(
        metrics,
        """
        {"iteration": 19, "lr": 0.1, "total_loss": 2.0, "loss_bbox": 0.0}
        {"iteration": 39, "lr": 0.1, "total_loss": 1.0, "loss_bbox": 0.0}
        """);

    BufferedImage picture = drawn();

    assertThat(pixels(picture, TOTAL)).isGreaterThan(500);
    assertThat(pixels(picture, BBOX)).isZero();
  }

  @Test
  void evaluationAlone_isDrawn() throws Exception {
    Files.writeString(metrics, "{\"iteration\": 0, \"bbox/AP\": 0.0}\n");

    assertThat(pixels(drawn(), AP)).isGreaterThan(10);
  }

  @Test
  void nothingToDraw_makesNoFile() throws Exception {
    TrainingPlot.draw(metrics, plot);
    assertThat(plot).doesNotExist();

    Files.writeString(metrics, "{\"iteration\": 0, \"time\": 0.5}\n");
    TrainingPlot.draw(metrics, plot);
    assertThat(plot).doesNotExist();
  }

  @Test
  void plot_isDrawnWhenTrainingEndsWellOrNot() throws Exception {
    MetricsFiles.write(metrics, 100, false);
    TrainingPlan plan = new TrainingPlan(folder, "", 0, 100, 8, 205);
    TrainingPlot ending = new TrainingPlot();
    ending.started(plan);
    assertThat(plot).doesNotExist();
    ending.finished(
        new TrainingSummary(
            100, TrainingSummary.Ending.COMPLETED, folder, Optional.empty(), Map.of()));
    assertThat(plot).exists();

    Files.delete(plot);
    ending.close();
    assertThat(plot).doesNotExist();

    TrainingPlot failing = new TrainingPlot();
    failing.started(plan);
    failing.close();
    assertThat(plot).exists();
  }

  @Test
  void plotThatCannotBeWritten_doesNotSpoilTheTraining() throws Exception {
    MetricsFiles.write(metrics, 100, false);
    Files.createDirectory(plot);
    Files.createFile(plot.resolve("in the way"));
    TrainingPlot listener = new TrainingPlot();
    listener.started(new TrainingPlan(folder, "", 0, 100, 8, 205));

    assertThatCode(listener::close).doesNotThrowAnyException();
  }
}
