package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.Solver;
import io.github.sparsercnn.core.training.state.RunState;
import io.github.sparsercnn.core.training.state.TrainingCheckpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What training changes: the network, its solver and, if asked for, the moving average of its
 * weights. Bound to the thread that trains; the tensors live until it is closed.
 */
public final class Trainee implements AutoCloseable {
  private final ProposalInitializer proposals;
  private final SparseRcnn network;
  private final Weights weights;
  private final Solver solver;
  private final @Nullable MovingAverage average;

  private Trainee(
      ProposalInitializer proposals,
      SparseRcnn network,
      Weights weights,
      Solver solver,
      @Nullable MovingAverage average) {
    this.proposals = proposals;
    this.network = network;
    this.weights = weights;
    this.solver = solver;
    this.average = average;
  }

  /**
   * Makes one.
   *
   * @param config the network and how it is trained
   * @param parts makes initializer and solver
   * @param proposals of the network; closed with the trainee, but not if this fails
   * @param normalization which norms are trained
   * @param values where the weights come from
   * @param device where the network runs
   * @return the trainee, closed by the caller
   */
  static Trainee of(
      Config config,
      TrainingParts parts,
      ProposalInitializer proposals,
      Normalization normalization,
      ParameterSource values,
      ComputeDevice device) {
    Weights weights = new Weights(values);
    SparseRcnn network = null;
    Solver solver = null;
    try {
      device.place(proposals.module());
      network = SparseRcnn.of(Architecture.of(config), proposals, weights, normalization);
      solver = parts.solver(config, weights.parameters());
      MovingAverage average =
          config.getBoolean("MODEL_EMA.ENABLED")
              ? new MovingAverage(solver.parameters(), config.getDouble("MODEL_EMA.DECAY"))
              : null;
      return new Trainee(proposals, network, weights, solver, average);
    } catch (RuntimeException e) {
      if (solver != null) {
        solver.close();
      }
      if (network == null) {
        weights.close();
      } else {
        network.close();
      }
      throw e;
    }
  }

  /** {@return the network} */
  public SparseRcnn network() {
    return network;
  }

  /** {@return what changes its parameters} */
  public Solver solver() {
    return solver;
  }

  /** {@return the moving average of the trained parameters, if there is one} */
  public Optional<MovingAverage> average() {
    return Optional.ofNullable(average);
  }

  /** {@return all tensors of the network by detectron2 name: parameters, then buffers; live} */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.parameters());
    tensors.putAll(weights.buffers());
    return tensors;
  }

  /**
   * Gives solver and average what a checkpoint remembers; the network was made of its weights.
   *
   * @param checkpoint of this library or of detectron2
   * @param imsPerBatch pictures per iteration
   * @return where the run stands
   * @throws io.github.sparsercnn.WeightsException if the checkpoint is not that of such a training
   */
  RunState restore(Checkpoint checkpoint, int imsPerBatch) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      return TrainingCheckpoint.restore(
          checkpoint,
          tensors(),
          average == null ? Map.of() : average.values(),
          solver,
          imsPerBatch);
    }
  }

  /** Frees everything. */
  @Override
  public void close() {
    if (average != null) {
      average.close();
    }
    solver.close();
    network.close();
    proposals.close();
  }
}
