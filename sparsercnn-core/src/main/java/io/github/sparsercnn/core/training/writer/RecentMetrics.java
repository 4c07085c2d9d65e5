package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of the latest iterations, in detectron2's way: everything but the learning
 * rate is the median of the last {@value #WINDOW} iterations. A resumed run begins without memory.
 * Not thread-safe.
 */
public final class RecentMetrics {
  /** How many iterations there are from one report to the next. */
  static final int PERIOD = 20;

  /** How many iterations smooth a number. */
  private static final int WINDOW = 20;

  /** How many iterations the remaining time is judged by. */
  private static final int REMAINING_TIME_WINDOW = 1000;

  /** At the beginning of a run memory is reserved and code compiled; the time says nothing yet. */
  private static final int UNTIMED_ITERATIONS = 2;

  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingPlan plan;
  private final Map<String, ScalarWindow> losses = new HashMap<>();
  private final ScalarWindow totalLoss = new ScalarWindow(WINDOW);
  private final ScalarWindow gradientNorm = new ScalarWindow(WINDOW);
  private final ScalarWindow dataTime = new ScalarWindow(WINDOW);
  private final ScalarWindow time = new ScalarWindow(WINDOW);
  private final ScalarWindow longTime = new ScalarWindow(REMAINING_TIME_WINDOW);
  private Duration timeSum = Duration.ZERO;
  private long iterations;
  private @Nullable TrainingProgress latest;

  /**
   * Begins without memory.
   *
   * @param plan of the run that is about to begin
   */
  public RecentMetrics(TrainingPlan plan) {
    this.plan = plan;
  }

  /**
   * Remembers one more iteration.
   *
   * @param progress what happened
   */
  public void add(TrainingProgress progress) {
    latest = progress;
    iterations++;
    totalLoss.add(progress.totalLoss());
    progress
        .losses()
        .forEach(
            (name, loss) ->
                losses.computeIfAbsent(name, key -> new ScalarWindow(WINDOW)).add(loss));
    gradientNorm.add(progress.gradientNorm());
    dataTime.add(seconds(progress.dataTime()));
    if (iterations > UNTIMED_ITERATIONS) {
      timeSum = timeSum.plus(progress.time());
      time.add(seconds(progress.time()));
      longTime.add(seconds(progress.time()));
    }
  }

  /** {@return whether the latest iteration is one to report: every 20th, and the last} */
  public boolean isDue() {
    long done = latest().iteration() + 1;
    return done % PERIOD == 0 || done == plan.maxIterations();
  }

  /** {@return the latest iteration} */
  public TrainingProgress latest() {
    if (latest == null) {
      throw new IllegalStateException("no iteration has been finished");
    }
    return latest;
  }

  /** {@return the smoothed losses of the latest iteration, the total first, then in their order} */
  public Map<String, Double> losses() {
    Map<String, Double> smoothed = new LinkedHashMap<>();
    smoothed.put("total_loss", totalLoss.median());
    for (String name : latest().losses().keySet()) {
      ScalarWindow window = losses.get(name);
      if (window != null) {
        smoothed.put(name, window.median());
      }
    }
    return smoothed;
  }

  /**
   * {@return seconds that an iteration takes, smoothed; empty as long as it is too early to say}
   */
  public Optional<Double> time() {
    return time.isEmpty() ? Optional.empty() : Optional.of(time.median());
  }

  /**
   * {@return seconds that the rest of the run will take; empty as long as it is too early to say}
   */
  public Optional<Double> remainingTime() {
    long remaining = plan.maxIterations() - latest().iteration() - 1;
    return longTime.isEmpty() ? Optional.empty() : Optional.of(longTime.median() * remaining);
  }

  /** {@return seconds that iterations of this run waited for data, the mean of the latest ones} */
  double meanDataTime() {
    return dataTime.mean();
  }

  /** {@return how many iterations {@link #timeSum} is made of} */
  long timedIterations() {
    return Math.max(0, iterations - UNTIMED_ITERATIONS);
  }

  /** {@return the time of this run's iterations without the first ones} */
  Duration timeSum() {
    return timeSum;
  }

  /** {@return what detectron2 would write of the latest iteration} */
  Scalars scalars() {
    Map<String, Double> values = losses();
    values.put("grad_norm", gradientNorm.median());
    values.put("data_time", dataTime.median());
    values.put("lr", latest().learningRate());
    time().ifPresent(seconds -> values.put("time", seconds));
    remainingTime().ifPresent(seconds -> values.put("eta_seconds", seconds));
    return Scalars.finite(latest().iteration(), values);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
