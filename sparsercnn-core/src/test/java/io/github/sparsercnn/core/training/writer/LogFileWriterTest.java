package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingSummary.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileWriterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-26T23:40:14Z"), ZoneId.of("Asia/Tokyo"));

  @TempDir private Path folder;

  private Path log() {
    return folder.resolve("log.txt");
  }

  private StoryOfARun run() {
    return new StoryOfARun(folder, new LogFileWriter(CLOCK));
  }

  private static String os(Path path) {
    return path.toString();
  }

  @Test
  void lines_tellTheRunInDetectron2sWords() throws Exception {
    List<String> lines = new ArrayList<>();
    TrainingListener listener = LogLines.all(lines::add);
    StoryOfARun run = new StoryOfARun(Path.of("out"), listener).start(0, 45).iterate(0, 20);
    listener.checkpointSaved(19, Path.of("out", "model_0000019.pth"));
    run.evaluate(19).iterate(20, 45).finish(45, Ending.COMPLETED).close();

    assertThat(lines)
        .containsExactly(
            "Starting training from iteration 0",
            "45 iterations of 8 pictures, out of 205: 1.76 epochs",
            "Writing to out",
            "eta: 0:00:07  iter: 19  total_loss: 7.203  loss_ce: 3.531  loss_giou: 1.531  "
                + "loss_ce_0: 1.797  time: 0.3006  data_time: 0.0079  lr: 7.8125e-06  epoch: 0.78",
            "Saved checkpoint " + os(Path.of("out", "model_0000019.pth")),
            "Evaluated after iteration 19",
            "copypaste: Task: bbox",
            "copypaste: AP,AP50,APs",
            "copypaste: 12.5000,25.7500,nan",
            "AP by category: RBC 20.0, cellule \u00e9trange 5.0",
            "eta: 0:00:01  iter: 39  total_loss: 6.914  loss_ce: 3.594  loss_giou: 1.703  "
                + "loss_ce_0: 1.641  time: 0.3013  data_time: 0.0078  lr: 1.5625e-05  epoch: 1.56",
            "eta: 0:00:00  iter: 44  total_loss: 6.734  loss_ce: 3.594  loss_giou: 1.734  "
                + "loss_ce_0: 1.547  time: 0.2995  data_time: 0.0082  lr: 1.7578e-05  epoch: 1.76",
            "Overall training speed: 43 iterations in 0:00:12 (0.2995 s / it)",
            "Training ended after 45 iterations",
            "The model is " + os(Path.of("out", "model_final.pth")),
            "The best model is " + os(Path.of("out", "model_best.pth")));
  }

  @Test
  void firstIterations_haveNoTimeYet() throws Exception {
    List<String> lines = new ArrayList<>();
    new StoryOfARun(folder, LogLines.all(lines::add)).start(18, 45).iterate(18, 20).close();

    assertThat(lines.get(3)).startsWith("iter: 19  total_loss: ").doesNotContain(" time: ");
  }

  @Test
  void runThatEndsEarly_tellsItsLastIterationAndWhy() throws Exception {
    List<String> lines = new ArrayList<>();
    new StoryOfARun(folder, LogLines.all(lines::add))
        .start(0, 45)
        .iterate(0, 24)
        .finish(24, Ending.STOPPED_EARLY)
        .close();

    assertThat(lines)
        .anyMatch(line -> line.contains("iter: 23 "))
        .contains(
            "Training ended after 24 iterations, early, because the validation data showed no"
                + " progress");
  }

  @Test
  void linesWithoutIterations_leaveOnlyThoseOut() throws Exception {
    List<String> all = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (LogLines lines :
        List.of(LogLines.all(all::add), LogLines.withoutIterations(others::add))) {
      new StoryOfARun(folder, lines)
          .start(0, 45)
          .iterate(0, 20)
          .evaluate(19)
          .iterate(20, 45)
          .finish(45, Ending.COMPLETED)
          .close();
    }

    assertThat(others).isEqualTo(all.stream().filter(line -> !line.contains("iter: ")).toList());
    assertThat(all).hasSize(others.size() + 3);
  }

  @Test
  void file_hasTheLinesWithTheirTime() throws Exception {
    run().start(0, 45).iterate(0, 20);

    List<String> lines = Files.readAllLines(log());
    assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("[2026-11-27 08:40:14] "));
    assertThat(lines.get(3)).startsWith("[2026-11-27 08:40:14] eta: 0:00:07  iter: 19  ");
  }

  @Test
  void laterRun_isAppended() throws Exception {
    run().start(0, 45).iterate(0, 20).close();
    String first = Files.readString(log());
    run().start(20, 45).iterate(20, 40).close();

    assertThat(Files.readString(log()))
        .startsWith(first)
        .contains("Starting training from iteration 20");
  }

  @Test
  void tornLine_isEndedBeforeTheNext() throws Exception {
    Files.writeString(log(), "[2026-11-26 10:00:00] eta: 0:0");

    run().start(0, 45).close();

    assertThat(Files.readAllLines(log()))
        .startsWith(
            "[2026-11-26 10:00:00] eta: 0:0",
            "[2026-11-27 08:40:14] Starting training from iteration 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de-DE"})
  void locale_changesNothing(String tag) throws Exception {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Locale before = Locale.getDefault();
    writeAll(plain);
    Locale.setDefault(Locale.forLanguageTag(tag));
    try {
      writeAll(foreign);
    } finally {
      Locale.setDefault(before);
    }

    List<String> names = List.of("log.txt", "metrics.json", "events.out.tfevents.1795736414.h.1.0");
    for (String name : names) {
      // The name of the folder is in log.txt.
      assertThat(text(foreign.resolve(name)).replace("foreign", "plain"))
          .isEqualTo(text(plain.resolve(name)));
    }
  }

  /** A character a byte. */
  private static String text(Path file) throws Exception {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static void writeAll(Path output) throws Exception {
    for (TrainingListener listener :
        List.of(
            new LogFileWriter(CLOCK),
            new MetricsJsonWriter(),
            new TensorBoardWriter(CLOCK, "h", 1))) {
      new StoryOfARun(output, listener)
          .start(0, 45)
          .iterate(0, 20)
          .evaluate(19)
          .iterate(20, 45)
          .finish(45, Ending.COMPLETED)
          .close();
    }
  }

  @Test
  void fullDisk_isNamed() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).as("a device that is always full").exists();
    Files.createSymbolicLink(log(), full);
    LogFileWriter writer = new LogFileWriter(CLOCK);

    assertThatThrownBy(() -> writer.started(StoryOfARun.plan(folder, 0, 3)))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessage(
            log()
                + ": cannot be written: No space left on device; make room or choose another"
                + " output folder, then resume from the last checkpoint");
    writer.close();
    Files.delete(log());
  }
}
