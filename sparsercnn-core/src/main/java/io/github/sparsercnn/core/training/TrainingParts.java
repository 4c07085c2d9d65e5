package io.github.sparsercnn.core.training;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.Criterion;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.dataset.loading.DatasetMapper;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.evaluation.Evaluator;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.training.solver.GradientClip;
import io.github.sparsercnn.core.training.solver.LearningRateSchedule;
import io.github.sparsercnn.core.training.solver.Optimizer;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import io.github.sparsercnn.core.training.validation.CocoFigures;
import io.github.sparsercnn.core.training.writer.ConfigFileWriter;
import io.github.sparsercnn.core.training.writer.LogFileWriter;
import io.github.sparsercnn.core.training.writer.MetricsJsonWriter;
import io.github.sparsercnn.core.training.writer.TensorBoardWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The replaceable parts of a training run, detectron2's {@code DefaultTrainer.build_*}. Every
 * method makes the official part; implementations override the ones that they want otherwise.
 *
 * <pre>{@code
 * Trainer trainer =
 *     new LibTorchRuntime()
 *         .trainer(
 *             Trainer.builder().config("R50_100").options(),
 *             new TrainingParts() {
 *               public LearningRateSchedule schedule(Config config) {
 *                 return (baseRate, iteration) -> baseRate / Math.sqrt(1 + iteration);
 *               }
 *             });
 * }</pre>
 *
 * <p>Called in the thread that trains, once per run, in every process of the training.
 */
public interface TrainingParts {
  /** {@return where proposals come from; closed with the run} */
  default ProposalInitializer proposals(ProposalSettings settings) {
    return ProposalInitializers.create(settings);
  }

  /** {@return how each parameter is trained} */
  default ParameterRules rules(Config config) {
    return ParameterRules.of(config);
  }

  /** {@return the learning rate over time} */
  default LearningRateSchedule schedule(Config config) {
    return LearningRateSchedule.of(config);
  }

  /** {@return what changes the parameters; closed with the run} */
  default Optimizer optimizer(Config config, ParameterGroups parameters) {
    return Optimizer.of(config, parameters);
  }

  /** {@return what shortens long gradients} */
  default GradientClip clip(Config config) {
    return GradientClip.of(config);
  }

  /** {@return what judges the network} */
  default Criterion criterion(Config config) {
    return SetCriterion.of(config);
  }

  /**
   * What happens in an iteration, detectron2's {@code run_step}.
   *
   * @param config in force
   * @param network the trainable life
   * @param solver changes its parameters
   * @param group the processes that train together
   * @return the step, which judges by {@link #criterion}
   */
  default TrainingStep step(Config config, SparseRcnn network, Solver solver, ProcessGroup group) {
    return TrainingStep.of(config, network, criterion(config), solver, group);
  }

  /** {@return who is called around every iteration, in this order} */
  default List<TrainingHook> hooks(Config config) {
    return List.of();
  }

  /** {@return what makes training samples of pictures} */
  default SampleMapper mapper(Config config) {
    return DatasetMapper.of(config);
  }

  /**
   * What measures the detector.
   *
   * @param config in force
   * @param set what is measured on
   * @param folder where it may write files, {@code inference} below the output folder; empty in all
   *     processes but the first
   * @return an evaluator whose answer are figures by name, such as {@code bbox/AP} in percent
   */
  default Evaluator<Map<String, Double>> evaluator(
      Config config, ValidationSet set, Optional<Path> folder) {
    return new CocoFigures(set.groundTruth(), folder);
  }

  /**
   * Who writes down what happens, besides the user's listeners.
   *
   * @param config in force
   * @return the writers of {@code config.yaml}, {@code log.txt}, {@code metrics.json} and
   *     TensorBoard files, closed with the run
   */
  default List<TrainingListener> writers(Config config) {
    return List.of(
        new ConfigFileWriter(),
        new LogFileWriter(Clock.system(ZoneId.systemDefault())),
        new MetricsJsonWriter(),
        new TensorBoardWriter(InstantSource.system()));
  }

  /**
   * The solver made of the parts above.
   *
   * @param config in force
   * @param network all parameters of the network by name
   * @return the solver, closed with the run
   */
  default Solver solver(Config config, Map<String, Tensor> network) {
    return Solver.of(
        config, network, rules(config), this::optimizer, clip(config), schedule(config));
  }
}
