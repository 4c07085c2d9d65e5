package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a training run in lines of text, in detectron2's words: every 20 iterations the losses and
 * how long it will take, and what happens in between. Not thread-safe.
 */
public final class LogLines implements TrainingListener {
  private static final int LOSS_DIGITS = 4;
  private static final int RATE_DIGITS = 5;
  private static final int TIME_DECIMALS = 4;
  private static final int EPOCH_DECIMALS = 2;
  private static final int METRIC_DECIMALS = 4;
  private static final int CATEGORY_DECIMALS = 1;
  private static final double NANOS_PER_SECOND = 1e9;

  /** What stands between a metric and the category that it is of. */
  private static final String OF_CATEGORY = "AP-";

  private final Consumer<String> sink;
  private final boolean iterations;
  private @Nullable TrainingPlan plan;
  private @Nullable RecentMetrics recent;
  private boolean pending;

  private LogLines(Consumer<String> sink, boolean iterations) {
    this.sink = sink;
    this.iterations = iterations;
  }

  /**
   * Tells everything.
   *
   * @param sink is given each line, without its end
   * @return the listener
   */
  public static LogLines all(Consumer<String> sink) {
    return new LogLines(sink, true);
  }

  /**
   * Tells everything but the iterations, for places where a progress bar shows them.
   *
   * @param sink is given each line, without its end
   * @return the listener
   */
  public static LogLines withoutIterations(Consumer<String> sink) {
    return new LogLines(sink, false);
  }

  @Override
  public void started(TrainingPlan plan) {
    this.plan = plan;
    recent = new RecentMetrics(plan);
    sink.accept("Starting training from iteration " + plan.firstIteration());
    sink.accept(
        plan.maxIterations()
            + " iterations of "
            + plan.imagesPerIteration()
            + " pictures, out of "
            + plan.images()
            + ": "
            + PythonFormat.fixed(plan.epochs(plan.maxIterations()), EPOCH_DECIMALS)
            + " epochs");
    sink.accept("Writing to " + plan.output());
  }

  @Override
  public void iterationFinished(TrainingProgress progress) {
    RecentMetrics metrics = recent();
    metrics.add(progress);
    pending = true;
    if (metrics.isDue()) {
      tellIteration();
    }
  }

  private void tellIteration() {
    pending = false;
    if (iterations) {
      sink.accept(iterationLine());
    }
  }

  private String iterationLine() {
    RecentMetrics metrics = recent();
    long iteration = metrics.latest().iteration();
    List<String> parts = new ArrayList<>();
    metrics
        .remainingTime()
        .ifPresent(seconds -> parts.add("eta: " + PythonFormat.duration(seconds)));
    parts.add("iter: " + iteration);
    metrics
        .losses()
        .forEach((name, loss) -> parts.add(name + ": " + PythonFormat.general(loss, LOSS_DIGITS)));
    if (metrics.timedIterations() > 0) {
      parts.add("time: " + PythonFormat.fixed(meanTime(metrics), TIME_DECIMALS));
    }
    parts.add("data_time: " + PythonFormat.fixed(metrics.meanDataTime(), TIME_DECIMALS));
    parts.add("lr: " + PythonFormat.general(metrics.latest().learningRate(), RATE_DIGITS));
    parts.add("epoch: " + PythonFormat.fixed(plan().epochs(iteration + 1), EPOCH_DECIMALS));
    return String.join("  ", parts);
  }

  @Override
  public void evaluated(long iteration, Map<String, Double> metrics) {
    sink.accept("Evaluated after iteration " + iteration);
    byTask(metrics).forEach(this::tellTask);
  }

  /** Metrics of for example {@code bbox}, by their names without it. */
  private static Map<String, Map<String, Double>> byTask(Map<String, Double> metrics) {
    Map<String, Map<String, Double>> tasks = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) -> {
          int slash = name.indexOf('/');
          String task = slash < 0 ? "" : name.substring(0, slash);
          tasks
              .computeIfAbsent(task, key -> new LinkedHashMap<>())
              .put(name.substring(slash + 1), value);
        });
    return tasks;
  }

  /** Scripts find figures by the word {@code copypaste}. */
  private void tellTask(String task, Map<String, Double> metrics) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    metrics.forEach(
        (name, value) -> {
          if (name.startsWith(OF_CATEGORY)) {
            String category = name.substring(OF_CATEGORY.length());
            categories.add(category + " " + PythonFormat.fixed(value, CATEGORY_DECIMALS));
          } else {
            names.add(name);
            values.add(PythonFormat.fixed(value, METRIC_DECIMALS));
          }
        });
    sink.accept("copypaste: Task: " + task);
    sink.accept("copypaste: " + String.join(",", names));
    sink.accept("copypaste: " + String.join(",", values));
    if (!categories.isEmpty()) {
      sink.accept("AP by category: " + String.join(", ", categories));
    }
  }

  @Override
  public void checkpointSaved(long iteration, Path file) {
    sink.accept("Saved checkpoint " + file);
  }

  @Override
  public void finished(TrainingSummary summary) {
    if (pending) {
      tellIteration();
    }
    RecentMetrics metrics = recent();
    if (metrics.timedIterations() > 0) {
      sink.accept(
          "Overall training speed: "
              + metrics.timedIterations()
              + " iterations in "
              + PythonFormat.duration(metrics.timeSum().toNanos() / NANOS_PER_SECOND)
              + " ("
              + PythonFormat.fixed(meanTime(metrics), TIME_DECIMALS)
              + " s / it)");
    }
    sink.accept(ending(summary));
    sink.accept("The model is " + summary.finalModel());
    summary.bestModel().ifPresent(file -> sink.accept("The best model is " + file));
  }

  private static String ending(TrainingSummary summary) {
    String why =
        switch (summary.ending()) {
          case COMPLETED -> "";
          case STOPPED_EARLY -> ", early, because the validation data showed no progress";
          case STOPPED_ON_REQUEST -> ", because it was asked to stop";
        };
    return "Training ended after " + summary.iterations() + " iterations" + why;
  }

  private static double meanTime(RecentMetrics metrics) {
    return metrics.timeSum().toNanos() / NANOS_PER_SECOND / metrics.timedIterations();
  }

  private TrainingPlan plan() {
    if (plan == null) {
      throw new IllegalStateException("training has not been started");
    }
    return plan;
  }

  private RecentMetrics recent() {
    if (recent == null) {
      throw new IllegalStateException("training has not been started");
    }
    return recent;
  }
}
