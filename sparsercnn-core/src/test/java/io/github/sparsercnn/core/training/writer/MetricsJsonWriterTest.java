package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingSummary.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsJsonWriterTest {
  /** What detectron2's EventStorage and JSONWriter made of {@link StoryOfARun}, 0 to 45. */
  private static final String DETECTRON2 =
      """
      {"data_time": 0.0085, "eta_seconds": 7.5, "iteration": 19, "loss_ce": 3.53125, \
      "loss_ce_0": 1.796875, "loss_giou": 1.53125, "lr": 7.8125e-06, "time": 0.3, \
      "total_loss": 7.203125}
      {"data_time": 0.0075, "eta_seconds": 1.5, "iteration": 39, "loss_ce": 3.59375, \
      "loss_ce_0": 1.640625, "loss_giou": 1.703125, "lr": 1.5625e-05, "time": 0.305, \
      "total_loss": 6.9140625}
      {"data_time": 0.0085, "eta_seconds": 0.0, "iteration": 44, "loss_ce": 3.59375, \
      "loss_ce_0": 1.546875, "loss_giou": 1.734375, "lr": 1.7578125000000002e-05, "time": 0.3, \
      "total_loss": 6.734375}
      """;

  /** The same run resumed at 21. */
  private static final String DETECTRON2_RESUMED =
      """
      {"data_time": 0.008, "eta_seconds": 1.55, "iteration": 39, "loss_ce": 3.8125, \
      "loss_ce_0": 1.625, "loss_giou": 1.6875, "lr": 1.5625e-05, "time": 0.31, \
      "total_loss": 6.84375}
      {"data_time": 0.0085, "eta_seconds": 0.0, "iteration": 44, "loss_ce": 3.59375, \
      "loss_ce_0": 1.546875, "loss_giou": 1.734375, "lr": 1.7578125000000002e-05, "time": 0.3, \
      "total_loss": 6.734375}
      """;

  @TempDir private Path folder;

  private StoryOfARun run() {
    return new StoryOfARun(folder, new MetricsJsonWriter());
  }

  private Path json() {
    return folder.resolve("metrics.json");
  }

  private List<Scalars> written() {
    return MetricsJson.read(json());
  }

  private static List<Scalars> detectron2(String lines) {
    return lines.lines().map(line -> ScalarsJson.read(line).orElseThrow()).toList();
  }

  private static Scalars without(String name, Scalars scalars) {
    Map<String, Double> rest = new TreeMap<>(scalars.values());
    rest.remove(name);
    return Scalars.finite(scalars.iteration(), rest);
  }

  @Test
  void numbers_areThoseOfDetectron2AndTheGradientNorm() throws Exception {
    run().start(0, 45).iterate(0, 45).finish(45, Ending.COMPLETED).close();

    assertThat(written())
        .extracting(scalars -> without("grad_norm", scalars))
        .isEqualTo(detectron2(DETECTRON2));
    assertThat(written())
        .extracting(scalars -> scalars.values().get("grad_norm"))
        .containsExactly(2.5, 2.5, 2.5);
  }

  @Test
  void resumedRun_beginsToSmoothAnewAsInDetectron2() throws Exception {
    run().start(21, 45).iterate(21, 45).finish(45, Ending.COMPLETED).close();

    assertThat(written())
        .extracting(scalars -> without("grad_norm", scalars))
        .isEqualTo(detectron2(DETECTRON2_RESUMED));
  }

  @Test
  void line_isWrittenAsPythonWritesIt() throws Exception {
    run().start(0, 2).iterate(0, 1).evaluate(0).close();

    assertThat(Files.readString(json(), StandardCharsets.US_ASCII))
        .isEqualTo(
            "{\"bbox/AP\": 12.5, \"bbox/AP-RBC\": 20.04, \"bbox/AP-cellule \\u00E9trange\": 4.96, "
                + "\"bbox/AP50\": 25.75, \"iteration\": 0}\n"
                + "{\"data_time\": 0.0, \"grad_norm\": 1.0, \"iteration\": 0, \"loss_ce\": 0.5, "
                + "\"loss_ce_0\": 1.0, \"loss_giou\": 0.25, \"lr\": 3.90625E-7, "
                + "\"total_loss\": 1.75}\n");
  }

  @Test
  void lines_areThereBeforeTheRunEnds() {
    run().start(0, 45).iterate(0, 20).evaluate(19).iterate(20, 37);

    assertThat(written()).extracting(Scalars::iteration).containsExactly(19L, 19L);
    assertThat(written().get(1).values()).containsEntry("bbox/AP", 12.5).doesNotContainKey("lr");
  }

  @Test
  void interruptedThread_writesItsLastLines() throws Exception {
    StoryOfARun run = run().start(0, 45).iterate(0, 30);
    Thread.currentThread().interrupt();
    try {
      run.iterate(30, 33).finish(33, Ending.STOPPED_ON_REQUEST).close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(written()).extracting(Scalars::iteration).containsExactly(19L, 32L);
  }

  @Test
  void undefinedMetric_isLeftOut() throws Exception {
    run().start(0, 45).evaluate(7).close();

    assertThat(written().get(0).values()).containsKey("bbox/AP").doesNotContainKey("bbox/APs");
  }

  @Test
  void runThatEndsBetweenTwoLines_writesItsLastIterationOnce() throws Exception {
    run().start(0, 45).iterate(0, 24).finish(24, Ending.STOPPED_EARLY).close();
    assertThat(written()).extracting(Scalars::iteration).containsExactly(19L, 23L);

    run().start(24, 45).iterate(24, 30).close();
    assertThat(written()).extracting(Scalars::iteration).containsExactly(19L, 23L, 29L);
  }

  @Test
  void resumedRun_repeatsNoIteration() throws Exception {
    run().start(0, 100).iterate(0, 50).evaluate(49).iterate(50, 75);

    run().start(50, 100).iterate(50, 100).finish(100, Ending.COMPLETED).close();

    assertThat(written())
        .extracting(Scalars::iteration)
        .containsExactly(19L, 39L, 49L, 59L, 79L, 99L);
  }

  @Test
  void resumedRun_dropsATornLineAndKeepsTheOthersToTheByte() throws Exception {
    String line = "{\"iteration\": 19,   \"total_loss\": 1.50, \"bbox/APs\": NaN}\n";
    Files.writeString(json(), line + "{\"iteration\": 2");

    run().start(30, 100).close();

    assertThat(json()).hasContent(line);
  }

  @Test
  void resumedRun_survivesWhatIsNoLine() throws Exception {
    Files.write(
        json(),
        "\0\0\0\n[1]\n{}\n{\"iteration\": \"1\"}\n\n{\"iteration\": 5} x\n"
            .getBytes(StandardCharsets.UTF_8));

    run().start(30, 100).iterate(30, 40).close();

    assertThat(written()).extracting(Scalars::iteration).containsExactly(39L);
  }

  @Test
  void newRun_keepsTheLinesOfAnEarlierOneElsewhere() throws Exception {
    run().start(0, 20).iterate(0, 20).close();
    String first = Files.readString(json());
    run().start(0, 30).iterate(0, 30).close();
    String second = Files.readString(json());
    run().start(0, 10).iterate(0, 10).close();

    assertThat(written()).extracting(Scalars::iteration).containsExactly(9L);
    assertThat(folder.resolve("metrics.1.json")).hasContent(first);
    assertThat(folder.resolve("metrics.2.json")).hasContent(second);
    assertThat(folder).isDirectoryNotContaining("glob:**metrics.3.json");
  }

  @Test
  void outputFolder_isMade() throws Exception {
    Path missing = folder.resolve("a/b");
    new StoryOfARun(missing, new MetricsJsonWriter()).start(0, 3).iterate(0, 3).close();

    assertThat(missing.resolve("metrics.json")).isNotEmptyFile();
  }

  @Test
  void fileThatCannotBeOpened_isNamed() throws Exception {
    Path blocked = Files.createFile(folder.resolve("blocked"));
    MetricsJsonWriter writer = new MetricsJsonWriter();

    assertThatThrownBy(() -> writer.started(StoryOfARun.plan(blocked, 0, 3)))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(blocked.resolve("metrics.json") + ": cannot be written: ")
        .hasMessageContaining("choose another output folder");
    assertThatCode(writer::close).doesNotThrowAnyException();
  }

  @Test
  void fileThatCannotBeRead_isNamed() throws Exception {
    Files.createDirectory(json());

    assertThatThrownBy(() -> run().start(5, 10))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith(json() + ": cannot be read: ");
  }

  @Test
  void writerThatWasNotStarted_saysSo() {
    MetricsJsonWriter writer = new MetricsJsonWriter();

    assertThatThrownBy(() -> writer.iterationFinished(StoryOfARun.progress(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.evaluated(0, Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(writer::close).doesNotThrowAnyException();
  }
}
