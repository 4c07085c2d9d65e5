package io.github.sparsercnn.core.training;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.TrainingBatch;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.torch.GlobalRandom;
import io.github.sparsercnn.core.training.state.BestSoFar;
import io.github.sparsercnn.core.training.state.RunState;
import java.time.Duration;
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
  private final BatchCut cut;
  private final Checkpoints checkpoints;
  private final Measurement measurement;
  private final PreciseStatistics statistics;
  private final TrainingListener listener;
  private final List<TrainingHook> hooks;
  private final ProcessGroup group;
  private final BooleanSupplier stopRequested;
  private final long seed;
  private final long maxIterations;

  private RunState state;
  private Map<String, Double> metrics = Map.of();

  /**
   * @param assembly made the rest
   * @param trainee what is trained
   * @param loader gives the batches from where the run begins
   * @param checkpoints writes what is left behind
   * @param listener is told what happens
   * @param from where the run begins
   * @param stopRequested whether somebody wants this process to end
   */
  TrainingRun(
      Assembly assembly,
      Trainee trainee,
      BatchLoader loader,
      Checkpoints checkpoints,
      TrainingListener listener,
      RunState from,
      BooleanSupplier stopRequested) {
    config = assembly.config();
    group = assembly.group();
    seed = assembly.seed();
    step = assembly.step(trainee);
    cut = assembly.cut(trainee);
    measurement = assembly.measurement();
    statistics = assembly.statistics();
    hooks = assembly.parts().hooks(config);
    maxIterations = config.getInt("SOLVER.MAX_ITER");
    this.trainee = trainee;
    this.loader = loader;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.state = from;
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
    hooks.forEach(hook -> hook.beforeTraining(trainee, state.next()));
    TrainingSummary.Ending ending = TrainingSummary.Ending.COMPLETED;
    while (state.next() < maxIterations) {
      iterate();
      ending = afterIteration();
      if (ending != TrainingSummary.Ending.COMPLETED) {
        break;
      }
    }
    hooks.forEach(hook -> hook.afterTraining(trainee));
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
    GlobalRandom.seed(seed + iteration * group.size() + group.rank());
    hooks.forEach(hook -> hook.beforeStep(trainee, iteration));
    StepReport report = step.run(cut.parts(batch.samples()), iteration);
    hooks.forEach(hook -> hook.afterStep(trainee, report));
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

  private TrainingSummary.Ending afterIteration() {
    boolean last = state.next() >= maxIterations;
    boolean stop = isStopped();
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

  /** Whether one of the processes shall end, and so all of them. */
  private boolean isStopped() {
    boolean here = stopRequested.getAsBoolean() || Thread.currentThread().isInterrupted();
    return group.mean(here ? 1 : 0) > 0;
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
