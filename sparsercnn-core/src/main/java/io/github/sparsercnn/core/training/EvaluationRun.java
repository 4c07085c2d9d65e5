package io.github.sparsercnn.core.training;

import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.checkpoint.TrainingState;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.WeightsLocation;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.inference.Model;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.training.state.CheckpointFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures weights on the validation data, without training.
 *
 * @param options what the user said
 * @param parts makes initializer and evaluators
 */
record EvaluationRun(TrainerOptions options, TrainingParts parts) {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);
  private static final String WEIGHTS = "MODEL.WEIGHTS";

  /** {@return the figures} */
  Map<String, Double> run() {
    Model model = model();
    TrainingSetup setup =
        TrainingSetup.forEvaluation(
            options, TrainingSetup.withOptions(model.config(), options), System.getenv());
    Config config = setup.config();
    ComputeDevice device = JoinedProcesses.device(config);
    try (ProcessGroup group = JoinedProcesses.join();
        TrainingListener listener = Listeners.of(group, options.listeners());
        ProposalInitializer proposals =
            parts.proposals(new ProposalSettings(model.architecture(), config));
        SparseRcnn network =
            SparseRcnn.of(
                model.architecture(),
                proposals,
                new Weights(model.source(report(model, proposals), device)))) {
      device.place(proposals.module());
      Measurement measurement =
          new Measurement(config, parts, setup.validation(), setup.output(), group, device);
      Map<String, Double> figures = new LinkedHashMap<>(measurement.of(network, listener));
      figures.putAll(measurement.augmented(network, listener));
      long iteration = model.checkpoint().trainingState().map(TrainingState::iteration).orElse(0L);
      listener.evaluated(iteration, figures);
      ExpectedResults.of(config).check(figures);
      return figures;
    }
  }

  private static LoadReport report(Model model, ProposalInitializer proposals) {
    LoadReport report = model.compare(proposals).requireComplete();
    report.notice().ifPresent(notice -> LOG.info("{}: {}", model.checkpoint().file(), notice));
    return report;
  }

  /** The network is that of the user's config, or else what lies with the weights. */
  private Model model() {
    Config said =
        TrainingSetup.withOptions(
            TrainingSetup.chosen(options)
                .orElseGet(Config::detectron2Defaults)
                .with(options.overrides()),
            options);
    return Model.of(
        checkpoint(said), TrainingSetup.chosen(options).orElse(null), options.overrides());
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
