package io.github.sparsercnn.examples.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingProgressBarTest {
  private static final TrainingPlan PLAN = new TrainingPlan(Path.of("out"), "", 40, 100, 16, 200);

  private static TrainingProgress progress(long iteration) {
    return new TrainingProgress(
        iteration,
        2.5e-5,
        Map.of("loss_ce", 6.125),
        1,
        Duration.ofMillis(500),
        Duration.ofMillis(10));
  }

  private static void tell(TrainingListener listener) throws Exception {
    listener.started(PLAN);
    for (int i = 40; i < 60; i++) {
      listener.iterationFinished(progress(i));
    }
    listener.evaluated(59, Map.of("bbox/AP", 12.34, "bbox/AP50", 56.78));
    listener.checkpointSaved(59, Path.of("model_0000059.pth"));
    for (int i = 60; i < 100; i++) {
      listener.iterationFinished(progress(i));
    }
    listener.finished(
        new TrainingSummary(
            100,
            TrainingSummary.Ending.COMPLETED,
            Path.of("model_final.pth"),
            Optional.empty(),
            Map.of()));
    listener.close();
  }

  @Test
  void bar_showsProgressAndLinesAboveIt() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      tell(TrainingProgressBar.on(terminal, 120));
    }
    String shown = bytes.toString(StandardCharsets.UTF_8);

    String last = shown.substring(0, shown.indexOf("\rOverall training speed"));
    last = last.substring(last.lastIndexOf("train "));
    assertThat(last)
        .contains("100%", "100/100", "loss 6.125  lr 2.50e-05  32.0 img/s  AP 12.3")
        .endsWith("\n");
    assertThat(shown)
        .contains(
            "\rStarting training from iteration 40\033[K\n",
            "\rcopypaste: Task: bbox\033[K\n",
            "\rSaved checkpoint model_0000059.pth\033[K\n",
            "\rTraining ended after 100 iterations\033[K\n")
        .doesNotContain("iter: 59");
  }

  @Test
  void bar_isEndedWhenTrainingFails() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      TrainingListener bar = TrainingProgressBar.on(terminal, 120);
      bar.started(PLAN);
      bar.iterationFinished(progress(40));
      bar.close();
      bar.close();
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n");
  }

  @Test
  void bar_isEndedThoughItWasNotYetDrawn() throws Exception {
    for (int i = 0; i < 200; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);
          TrainingListener bar = TrainingProgressBar.on(terminal, 120)) {
        bar.started(PLAN);
      }
      assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n");
    }
  }

  @Test
  void withoutTerminal_thereIsALineEvery20Iterations() throws Exception {
    StringWriter err = new StringWriter();

    tell(TrainingProgressBar.of(new PrintWriter(err), false));

    assertThat(err.toString().lines())
        .contains(
            "eta: 0:00:20  iter: 59  total_loss: 6.125  loss_ce: 6.125  time: 0.5000  "
                + "data_time: 0.0100  lr: 2.5e-05  epoch: 4.80")
        .filteredOn(line -> line.contains("iter: "))
        .hasSize(3);
    assertThat(err.toString()).doesNotContain("\r\033", "\033[K");
  }
}
