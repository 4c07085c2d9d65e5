package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.TrainingListener;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how an evaluation gets on: pictures, pictures per second, remaining time. */
final class EvaluationProgress implements TrainingListener {
  private final boolean isTerminal;
  private @Nullable ProgressBar bar;

  /**
   * @param isTerminal whether somebody is watching a terminal; nothing is shown otherwise
   */
  EvaluationProgress(boolean isTerminal) {
    this.isTerminal = isTerminal;
  }

  @Override
  public void evaluating(int done, int images) {
    if (!isTerminal) {
      return;
    }
    ProgressBar shown = bar;
    if (shown == null) {
      shown =
          new ProgressBarBuilder()
              .setTaskName("evaluate")
              .setUnit(" pictures", 1)
              .setInitialMax(images)
              .showSpeed()
              .build();
      bar = shown;
    }
    shown.stepTo(done);
    if (done == images) {
      close();
    }
  }

  @Override
  public void evaluated(long iteration, Map<String, Double> metrics) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
