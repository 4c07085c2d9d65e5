package io.github.sparsercnn.core.training;

import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.DeviceSetting;
import io.github.sparsercnn.core.config.WeightsLocation;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.BrokenPictures;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.inference.Model;
import io.github.sparsercnn.core.network.CheckpointSource;
import io.github.sparsercnn.core.network.NeutralValues;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalShape;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.training.state.CheckpointFolder;
import io.github.sparsercnn.core.training.state.RunState;
import io.github.sparsercnn.core.training.state.TrainingCheckpoint;
import java.nio.file.Path;
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
  private static final String WEIGHTS = "MODEL.WEIGHTS";

  /** What {@code SEED: -1} stands for; detectron2 takes a random one, which nobody can repeat. */
  private static final long DEFAULT_SEED = 40_244_023;

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
    return alone("evaluation", this::measure);
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

  private TrainingSummary train(boolean resume) {
    TrainingSetup setup = TrainingSetup.forTraining(options, System.getenv());
    try (ProcessGroup group = new Alone();
        Listeners listeners = listeners(setup, group)) {
      CheckpointFolder folder =
          new CheckpointFolder(setup.output(), setup.config().getInt("SOLVER.CHECKPOINTS_TO_KEEP"));
      Optional<Checkpoint> start = resume ? folder.newest() : Optional.empty();
      if (start.isEmpty() && group.isFirst()) {
        folder.forget();
      }
      LearningRateAdvice.log(setup.config());
      return train(setup, group, listeners, folder, start);
    }
  }

  private Listeners listeners(TrainingSetup setup, ProcessGroup group) {
    List<TrainingListener> all = new ArrayList<>();
    if (group.isFirst()) {
      all.addAll(parts.writers(setup.config(), setup.training(), setup.output()));
      all.addAll(options.listeners());
    }
    return new Listeners(all);
  }

  private TrainingSummary train(
      TrainingSetup setup,
      ProcessGroup group,
      TrainingListener listener,
      CheckpointFolder folder,
      Optional<Checkpoint> start) {
    Config config = setup.config();
    ComputeDevice device = ComputeDevice.of(DeviceSetting.of(config).device());
    long seed = seed(config);
    TrainingCheckpoint contents =
        new TrainingCheckpoint(
            config.toYaml(),
            setup.training().categories().labels(),
            Provenance.of(setup.training(), seed));
    SampleMapper mapper = parts.mapper(config);
    BrokenPictures broken =
        options.skipBrokenPictures() ? BrokenPictures.REPLACE : BrokenPictures.FAIL;
    try (Trainee trainee = trainee(config, device, group, start, seed)) {
      RunState state =
          start.map(file -> restore(file, contents, trainee, config)).orElse(RunState.START);
      try (BatchLoader loader =
          Batches.open(
              config,
              setup.training(),
              mapper,
              seed,
              broken,
              group,
              state.sampler())) {
        TrainingRun run =
            new TrainingRun(
                new TrainingRun.Parts(
                    config,
                    trainee,
                    TrainingStep.of(
                        config, trainee.network(), parts.criterion(config), trainee.solver()),
                    loader,
                    device,
                    new Checkpoints(folder, contents, trainee, group),
                    new Measurement(config, parts, setup.validation(), setup.output(), group, device),
                    new PreciseStatistics(
                        config, setup.training(), mapper, seed, broken, group, device),
                    listener),
                state,
                seed,
                () -> stopRequested);
        return finish(setup, run.run(plan(setup, state)));
      }
    }
  }

  private Trainee trainee(
      Config config,
      ComputeDevice device,
      ProcessGroup group,
      Optional<Checkpoint> start,
      long seed) {
    Architecture architecture = Architecture.of(config);
    Normalization normalization = Normalization.of(config, group);
    ProposalInitializer proposals = proposals(config, architecture);
    try {
      InitialWeights initial =
          new InitialWeights(architecture, proposals, normalization, device, seed);
      return Trainee.of(
          config,
          parts,
          proposals,
          normalization,
          start.isPresent() ? initial.of(start) : initial.of(config),
          device);
    } catch (RuntimeException e) {
      proposals.close();
      throw e;
    }
  }

  private ProposalInitializer proposals(Config config, Architecture architecture) {
    return parts.proposals(
        config, new ProposalShape(architecture.numProposals(), architecture.hiddenDim()));
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

  private static TrainingSummary finish(TrainingSetup setup, TrainingSummary summary) {
    if (!summary.metrics().isEmpty()) {
      ExpectedResults.of(setup.config()).check(summary.metrics());
    }
    return summary;
  }

  private static long seed(Config config) {
    int seed = config.getInt("SEED");
    return seed < 0 ? DEFAULT_SEED : seed;
  }

  private Map<String, Double> measure() {
    Config chosen =
        TrainingSetup.withOptions(
            TrainingSetup.chosen(options)
                .orElseGet(Config::detectron2Defaults)
                .with(options.overrides()),
            options);
    Model model =
        Model.of(
            checkpoint(chosen), TrainingSetup.chosen(options).orElse(null), options.overrides());
    TrainingSetup setup =
        TrainingSetup.forEvaluation(
            options, TrainingSetup.withOptions(model.config(), options), System.getenv());
    Config config = setup.config();
    ComputeDevice device = ComputeDevice.of(DeviceSetting.of(config).device());
    try (ProcessGroup group = new Alone();
        Listeners listeners = listeners(setup, group);
        ProposalInitializer proposals = proposals(config, model.architecture());
        SparseRcnn network =
            SparseRcnn.of(
                model.architecture(),
                proposals,
                new Weights(
                    new CheckpointSource(
                        model.compare(proposals).requireComplete().usable(),
                        new NeutralValues(model.architecture().priorProb()),
                        device)))) {
      device.place(proposals.module());
      Map<String, Double> figures =
          new Measurement(config, parts, setup.validation(), setup.output(), group, device)
              .of(network, listeners);
      listeners.evaluated(
          model.checkpoint().trainingState().map(s -> s.iteration()).orElse(0L), figures);
      ExpectedResults.of(config).check(figures);
      return figures;
    }
  }

  /** The weights that the user names, else the newest checkpoint of the output folder. */
  private static Checkpoint checkpoint(Config config) {
    String location = config.getString(WEIGHTS);
    if (!location.isEmpty()) {
      return Checkpoint.read(WeightsLocation.of(location).resolve());
    }
    Path output = Path.of(config.getString("OUTPUT_DIR"));
    return new CheckpointFolder(output, 0)
        .newest()
        .orElseThrow(
            () ->
                new WeightsException(
                    "nothing to measure: "
                        + WEIGHTS
                        + " is empty and "
                        + output
                        + " holds no checkpoint"));
  }
}
