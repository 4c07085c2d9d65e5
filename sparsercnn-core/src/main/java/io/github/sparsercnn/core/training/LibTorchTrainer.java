package io.github.sparsercnn.core.training;

import io.github.sparsercnn.LearningRateCurve;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.SamplerState;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.training.state.CheckpointFolder;
import io.github.sparsercnn.core.training.state.RunState;
import io.github.sparsercnn.core.training.state.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trainer on LibTorch: puts the parts of a run together and lets them go again. */
public final class LibTorchTrainer implements Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(LibTorchTrainer.class);

  private final TrainerOptions options;
  private final TrainingParts parts;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean stopRequested;

  /**
   * A trainer of given parts; nothing is loaded yet.
   *
   * @param options what to train on and how
   * @param parts makes what the options do not say
   */
  public LibTorchTrainer(TrainerOptions options, TrainingParts parts) {
    this.options = options;
    this.parts = parts;
  }

  @Override
  public TrainingSummary train() {
    return alone("training", () -> train(false));
  }

  @Override
  public TrainingSummary resume() {
    return alone("training", () -> train(true));
  }

  @Override
  public Map<String, Double> evaluate() {
    return alone("evaluation", () -> new EvaluationRun(options, parts).run());
  }

  @Override
  public LearningRateCurve findLearningRate(int steps) {
    return alone("finding a learning rate", () -> find(steps));
  }

  @Override
  public void stop() {
    stopRequested = true;
  }

  private <T> T alone(String action, Supplier<T> work) {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException("this trainer is running already");
    }
    try {
      stopRequested = false;
      return work.get();
    } catch (RuntimeException e) {
      throw NativeErrors.translate(action, e);
    } finally {
      running.set(false);
    }
  }

  private LearningRateCurve find(int steps) {
    TrainingSetup setup = TrainingSetup.forTraining(options, System.getenv());
    try (ProcessGroup group = JoinedProcesses.join()) {
      Assembly assembly = Assembly.of(options, setup, parts, group);
      try (Trainee trainee = assembly.trainee(Optional.empty());
          BatchLoader loader = assembly.loader(SamplerState.START)) {
        return new LearningRateFinder(assembly.step(trainee), loader, assembly.cut(trainee))
            .run(steps);
      }
    }
  }

  private TrainingSummary train(boolean resume) {
    TrainingSetup setup = TrainingSetup.forTraining(options, System.getenv());
    Config config = setup.config();
    try (ProcessGroup group = JoinedProcesses.join();
        TrainingListener listener = Listeners.of(group, listeners(setup))) {
      group.requireSame("the training data", setup.training().fingerprint());
      group.requireSame("the configuration", config.toYaml());
      CheckpointFolder folder =
          new CheckpointFolder(setup.output(), config.getInt("SOLVER.CHECKPOINTS_TO_KEEP"));
      Optional<Checkpoint> start = resume ? folder.newest() : Optional.empty();
      group.requireSame(
          "the checkpoint to go on from",
          start.map(file -> String.valueOf(file.file().getFileName())).orElse("none"));
      if (start.isEmpty() && group.isFirst()) {
        folder.setEarlierRunAside();
      }
      LearningRateAdvice.log(config);
      return train(Assembly.of(options, setup, parts, group), listener, folder, start);
    }
  }

  private List<TrainingListener> listeners(TrainingSetup setup) {
    List<TrainingListener> all = new ArrayList<>(parts.writers(setup.config()));
    all.addAll(options.listeners());
    return all;
  }

  private TrainingSummary train(
      Assembly assembly,
      TrainingListener listener,
      CheckpointFolder folder,
      Optional<Checkpoint> start) {
    TrainingSetup setup = assembly.setup();
    TrainingCheckpoint contents =
        new TrainingCheckpoint(
            setup.config(),
            setup.training().categories().labels(),
            Provenance.of(setup.training(), assembly.seed()));
    try (Trainee trainee = assembly.trainee(start)) {
      RunState state =
          start
              .map(file -> restore(file, contents, trainee, setup.config()))
              .orElse(RunState.START);
      try (BatchLoader loader = assembly.loader(state.sampler())) {
        TrainingRun run =
            new TrainingRun(
                assembly,
                trainee,
                loader,
                new Checkpoints(folder, contents, trainee, assembly.group()),
                listener,
                state,
                () -> stopRequested);
        TrainingSummary summary = run.run(plan(setup, state));
        if (!summary.metrics().isEmpty()) {
          ExpectedResults.of(setup.config()).check(summary.metrics());
        }
        return summary;
      }
    }
  }

  private static RunState restore(
      Checkpoint file, TrainingCheckpoint contents, Trainee trainee, Config config) {
    RunState state = trainee.restore(file, config.getInt("SOLVER.IMS_PER_BATCH"));
    contents.compare(file, LOG::warn);
    LOG.info("Going on behind iteration {} of {}", state.iteration(), file.file());
    return state;
  }

  private static TrainingPlan plan(TrainingSetup setup, RunState state) {
    Config config = setup.config();
    return new TrainingPlan(
        setup.output(),
        config.toYaml(),
        state.next(),
        config.getInt("SOLVER.MAX_ITER"),
        config.getInt("SOLVER.IMS_PER_BATCH"),
        setup.training().size());
  }
}
