package io.github.sparsercnn.examples.cli.training;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.training.writer.LogLines;
import io.github.sparsercnn.core.training.writer.RecentMetrics;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Draws a progress bar with the remaining time, loss, learning rate, speed and AP; what else
 * happens is told in lines above it.
 */
public final class TrainingProgressBar implements TrainingListener {
  private static final String AP = "/AP";
  private static final double MILLIS_PER_SECOND = 1000;

  /** Takes away what is left of the bar behind a shorter line. */
  private static final String ERASE_TO_END_OF_LINE = "\033[K";

  private final PrintStream terminal;
  private final int width;
  private final LogLines lines = LogLines.withoutIterations(this::printAbove);
  private @Nullable TrainingPlan plan;
  private @Nullable RecentMetrics recent;
  private @Nullable ProgressBar bar;
  private @Nullable Line line;
  private String ap = "";

  /** The bar is drawn by a thread of its own. */
  private volatile Optional<Duration> remaining = Optional.empty();

  private TrainingProgressBar(PrintStream terminal, int width) {
    this.terminal = terminal;
    this.width = width;
  }

  /**
   * Chooses how to tell people of a run.
   *
   * @param err where lines go if there is no terminal: those of {@code log.txt}, without their time
   * @param isTerminal whether somebody is watching a terminal
   * @return a progress bar on stderr, or the lines
   */
  public static TrainingListener of(PrintWriter err, boolean isTerminal) {
    if (isTerminal) {
      return new TrainingProgressBar(
          System.err, new ConsoleProgressBarConsumer(System.err).getMaxRenderedLength());
    }
    return LogLines.all(
        line -> {
          err.println(line);
          err.flush();
        });
  }

  /**
   * Draws on a terminal.
   *
   * @param width of the terminal in characters
   */
  static TrainingProgressBar on(PrintStream terminal, int width) {
    return new TrainingProgressBar(terminal, width);
  }

  @Override
  public void started(TrainingPlan plan) {
    lines.started(plan);
    this.plan = plan;
    recent = new RecentMetrics(plan);
    line = new Line(terminal, width);
    bar =
        new ProgressBarBuilder()
            .setTaskName("train")
            .setInitialMax(plan.maxIterations())
            .startsFrom(plan.firstIteration(), Duration.ZERO)
            .setEtaFunction(state -> remaining)
            .setConsumer(line)
            .build();
  }

  @Override
  public void iterationFinished(TrainingProgress progress) {
    lines.iterationFinished(progress);
    if (recent == null || bar == null) {
      throw new IllegalStateException("training has not been started");
    }
    recent.add(progress);
    remaining =
        recent
            .remainingTime()
            .map(seconds -> Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND)));
    bar.setExtraMessage(message(recent));
    bar.stepTo(progress.iteration() + 1);
  }

  private String message(RecentMetrics metrics) {
    TrainingProgress latest = metrics.latest();
    Double loss = metrics.losses().get("total_loss");
    StringBuilder message =
        new StringBuilder(
            String.format(Locale.ROOT, " loss %.3f  lr %.2e", loss, latest.learningRate()));
    if (plan != null) {
      int images = plan.imagesPerIteration();
      metrics
          .time()
          .ifPresent(
              seconds ->
                  message.append(String.format(Locale.ROOT, "  %.1f img/s", images / seconds)));
    }
    return message.append(ap).toString();
  }

  @Override
  public void evaluated(long iteration, Map<String, Double> metrics) {
    lines.evaluated(iteration, metrics);
    metrics.forEach(
        (name, value) -> {
          if (name.endsWith(AP)) {
            ap = String.format(Locale.ROOT, "  AP %.1f", value);
          }
        });
  }

  @Override
  public void checkpointSaved(long iteration, Path file) {
    lines.checkpointSaved(iteration, file);
  }

  @Override
  public void finished(TrainingSummary summary) {
    close();
    lines.finished(summary);
  }

  @Override
  public void close() {
    if (bar != null && line != null) {
      bar.close();
      line.close();
      bar = null;
    }
  }

  /** Ends once: the library does not end a bar that is closed before it was first drawn. */
  private static final class Line extends ConsoleProgressBarConsumer {
    private final AtomicBoolean ended = new AtomicBoolean();

    Line(PrintStream terminal, int width) {
      super(terminal, width);
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        super.close();
      }
    }
  }

  /** One call, because the thread of the bar prints too. */
  private void printAbove(String line) {
    terminal.print("\r" + line + ERASE_TO_END_OF_LINE + "\n");
    terminal.flush();
  }
}
