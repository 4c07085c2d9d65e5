package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.TrainingBatch;
import io.github.sparsercnn.core.dataset.loading.TrainingSample;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GlobalRandom;
import io.github.sparsercnn.core.training.state.BestSoFar;
import io.github.sparsercnn.core.training.state.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: a batch, a step, and now and then an evaluation and a checkpoint. Everything that it
 * works with was made by {@link LibTorchTrainer}, and is closed there.
 */
final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final String METRIC = "SOLVER.EARLY_STOPPING.METRIC";

  private final Config config;
  private final Trainee trainee;
  private final TrainingStep step;
  private final BatchLoader loader;
  private final ImageNormalizer normalizer;
  private final ComputeDevice device;
  private final Checkpoints checkpoints;
  private final Measurement measurement;
  private final PreciseStatistics statistics;
  private final TrainingListener listener;
  private final BooleanSupplier stopRequested;
  private final long seed;
  private final long maxIterations;

  private RunState state;
  private Map<String, Double> metrics = Map.of();

  /** What the loop works with. */
  record Parts(
      Config config,
      Trainee trainee,
      TrainingStep step,
      BatchLoader loader,
      ComputeDevice device,
      Checkpoints checkpoints,
      Measurement measurement,
      PreciseStatistics statistics,
      TrainingListener listener) {}

  /**
   * @param parts what it works with
   * @param from where it begins
   * @param seed of everything that draws random numbers
   * @param stopRequested whether somebody wants it to end
   */
  TrainingRun(Parts parts, RunState from, long seed, BooleanSupplier stopRequested) {
    config = parts.config;
    trainee = parts.trainee;
    step = parts.step;
    loader = parts.loader;
    device = parts.device;
    checkpoints = parts.checkpoints;
    measurement = parts.measurement;
    statistics = parts.statistics;
    listener = parts.listener;
    normalizer = NetworkDetector.normalizer(config);
    maxIterations = config.getInt("SOLVER.MAX_ITER");
    state = from;
    this.seed = seed;
    this.stopRequested = stopRequested;
  }

  /**
   * Runs to the end.
   *
   * @param plan what listeners are told at the beginning
   * @return how it ended
   */
  TrainingSummary run(TrainingPlan plan) {
    listener.started(plan);
    TrainingSummary.Ending ending = TrainingSummary.Ending.COMPLETED;
    while (state.next() < maxIterations) {
      iterate();
      ending = afterIteration();
      if (ending != TrainingSummary.Ending.COMPLETED) {
        break;
      }
    }
    checkpoints.finish();
    TrainingSummary summary =
        new TrainingSummary(
            state.next(),
            ending,
            checkpoints.finalModel(),
            state.best().iteration() < 0 ? Optional.empty() : Optional.of(checkpoints.bestModel()),
            metrics);
    listener.finished(summary);
    return summary;
  }

  private void iterate() {
    long start = System.nanoTime();
    TrainingBatch batch = loader.next();
    long loaded = System.nanoTime();
    long iteration = state.next();
    GlobalRandom.seed(seed + iteration);
    StepReport report = step.run(parts(batch.samples()), iteration);
    trainee.average().ifPresent(MovingAverage::update);
    state = new RunState(iteration, batch.next(), state.best());
    listener.iterationFinished(
        new TrainingProgress(
            iteration,
            report.learningRate(),
            report.losses(),
            report.gradientNorm(),
            Duration.ofNanos(System.nanoTime() - start),
            Duration.ofNanos(loaded - start)));
  }

  /** Cuts this process' share of the batch where memory is short. */
  private List<TrainingStep.Part> parts(List<TrainingSample> samples) {
    int steps = config.getInt("SOLVER.ACCUMULATION_STEPS");
    if (steps < 1 || samples.size() % steps != 0) {
      throw new ConfigException(
          "SOLVER.ACCUMULATION_STEPS is "
              + steps
              + ", expected a divisor of the "
              + samples.size()
              + " pictures that each process sees in an iteration");
    }
    int size = samples.size() / steps;
    List<TrainingStep.Part> parts = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += size) {
      List<TrainingSample> some = samples.subList(from, from + size);
      parts.add(new TrainingStep.Part(() -> images(some), Batches.truths(some)));
    }
    return parts;
  }

  private ImageBatch images(List<TrainingSample> samples) {
    return normalizer.batch(
        samples.stream().map(TrainingSample::image).toList(),
        trainee.network().sizeDivisibility(),
        device);
  }

  private TrainingSummary.Ending afterIteration() {
    boolean last = state.next() >= maxIterations;
    boolean stop = stopRequested.getAsBoolean() || Thread.currentThread().isInterrupted();
    if (!stop && isDue("TEST.EVAL_PERIOD", last)) {
      measure();
    }
    if (stop || last || isDue("SOLVER.CHECKPOINT_PERIOD", false)) {
      listener.checkpointSaved(state.iteration(), checkpoints.save(state));
    }
    if (stop) {
      return TrainingSummary.Ending.STOPPED_ON_REQUEST;
    }
    int patience = config.getInt("SOLVER.EARLY_STOPPING.PATIENCE");
    return !last && patience > 0 && state.best().evaluationsSince() >= patience
        ? TrainingSummary.Ending.STOPPED_EARLY
        : TrainingSummary.Ending.COMPLETED;
  }

  private boolean isDue(String periodKey, boolean last) {
    int period = config.getInt(periodKey);
    return last || (period > 0 && state.next() % period == 0);
  }

  /** A failed evaluation must not cost the training that was done before it. */
  private void measure() {
    if (measurement.isEmpty()) {
      return;
    }
    Map<String, Double> measured;
    try {
      measured = measurement.of(trainee, statistics, listener);
    } catch (RuntimeException e) {
      checkpoints.save(state);
      throw e;
    }
    metrics = new LinkedHashMap<>(measured);
    listener.evaluated(state.iteration(), metrics);
    String metric = config.getString(METRIC);
    if (!measured.containsKey(metric)) {
      throw new SparseRcnnException(
          METRIC + " is " + metric + ", but the evaluation gave " + measured.keySet());
    }
    BestSoFar best =
        state
            .best()
            .with(
                measured.get(metric),
                state.iteration(),
                config.getDouble("SOLVER.EARLY_STOPPING.MIN_DELTA"));
    state = new RunState(state.iteration(), state.sampler(), best);
    if (best.isFrom(state.iteration())) {
      checkpoints.saveBest();
      LOG.info("{} is {}, the best so far", metric, best.value());
    }
  }
}
