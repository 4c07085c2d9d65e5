package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentMetricsTest {
  private static final TrainingPlan PLAN = StoryOfARun.plan(Path.of("out"), 0, 100);

  private final RecentMetrics metrics = new RecentMetrics(PLAN);

  private static TrainingProgress progress(long iteration, double loss, long millis) {
    return new TrainingProgress(
        iteration,
        0.5,
        Map.of("loss_ce", loss),
        loss,
        Duration.ofMillis(millis),
        Duration.ofMillis(millis / 10));
  }

  @Test
  void losses_areMediansOfTheLastTwenty() {
    // 5 values that fall out of the window; then 10 ones, 8 threes, a five, and a thousand.
    for (int i = 0; i < 25; i++) {
      double loss = i < 5 ? 1e6 : i < 15 ? 1 : i < 23 ? 3 : i < 24 ? 5 : 1000;
      metrics.add(progress(i, loss, 100));
    }

    // Of 20 sorted values the 10th is 1 and the 11th is 3.
    assertThat(metrics.losses()).containsEntry("loss_ce", 2.0).containsEntry("total_loss", 2.0);
    assertThat(metrics.scalars().values()).containsEntry("grad_norm", 2.0);
  }

  @Test
  void learningRate_isTheLatest() {
    metrics.add(StoryOfARun.progress(0));
    metrics.add(StoryOfARun.progress(1));

    assertThat(metrics.scalars().values()).containsEntry("lr", 2.5e-5 * 2 / 64);
  }

  @Test
  void totalLoss_isTheMedianOfTotalsNotTheTotalOfMedians() {
    double[][] losses = {{1, 9}, {5, 1}, {9, 2}};
    for (int i = 0; i < losses.length; i++) {
      Map<String, Double> byName = new LinkedHashMap<>();
      byName.put("loss_a", losses[i][0]);
      byName.put("loss_b", losses[i][1]);
      metrics.add(new TrainingProgress(i, 1, byName, 1, Duration.ofMillis(1), Duration.ZERO));
    }

    // Totals 10, 6, 11; medians 5 and 2.
    assertThat(metrics.losses())
        .containsExactly(
            Map.entry("total_loss", 10.0), Map.entry("loss_a", 5.0), Map.entry("loss_b", 2.0));
  }

  @Test
  void time_leavesTheFirstTwoIterationsOut() {
    metrics.add(progress(0, 1, 60_000));
    metrics.add(progress(1, 1, 60_000));
    assertThat(metrics.time()).isEmpty();
    assertThat(metrics.remainingTime()).isEmpty();
    assertThat(metrics.scalars().values()).doesNotContainKeys("time", "eta_seconds");

    metrics.add(progress(2, 1, 500));

    assertThat(metrics.time()).contains(0.5);
    assertThat(metrics.remainingTime()).contains(0.5 * 97);
    assertThat(metrics.timedIterations()).isEqualTo(1);
    assertThat(metrics.timeSum()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void remainingTime_isJudgedByUpToAThousandIterations() {
    RecentMetrics run = new RecentMetrics(StoryOfARun.plan(Path.of("out"), 0, 2000));
    for (int i = 0; i < 1200; i++) {
      // The last 1000 are 499 slow ones and 501 quick ones; the last 20 are quick.
      run.add(progress(i, 1, i < 699 ? 900 : 100));
    }

    assertThat(run.time()).contains(0.1);
    assertThat(run.remainingTime()).contains(0.1 * 800);
  }

  @Test
  void due_isEveryTwentiethIterationAndTheLast() {
    RecentMetrics run = new RecentMetrics(StoryOfARun.plan(Path.of("out"), 17, 43));
    StringBuilder due = new StringBuilder();
    for (int i = 17; i < 43; i++) {
      run.add(progress(i, 1, 1));
      due.append(run.isDue() ? i + " " : "");
    }

    assertThat(due).hasToString("19 39 42 ");
  }

  @Test
  void lossThatIsNotThereAnyMore_isNotTold() {
    metrics.add(progress(0, 1, 1));
    metrics.add(
        new TrainingProgress(
            1, 1, Map.of("loss_bbox", 2.0), 1, Duration.ofMillis(1), Duration.ZERO));

    assertThat(metrics.losses()).containsOnlyKeys("total_loss", "loss_bbox");
  }

  @Test
  void nothingToTell_isAnError() {
    assertThatThrownBy(metrics::isDue).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(metrics::meanDataTime).isInstanceOf(IllegalStateException.class);
  }
}
