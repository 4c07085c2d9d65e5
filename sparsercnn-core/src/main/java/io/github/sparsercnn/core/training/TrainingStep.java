package io.github.sparsercnn.core.training;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.TrainingPass;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One iteration of training: forward, losses, backward, update. Owns nothing; bound to the thread
 * that trains.
 *
 * @param network the trainable life
 * @param criterion judges what it says
 * @param solver changes its parameters
 * @param precision of the pass through the network, see {@link SparseRcnn#trainingPass(ImageBatch,
 *     Precision)}; parameters, boxes, losses and update stay in float32
 */
public record TrainingStep(
    SparseRcnn network, SetCriterion criterion, Solver solver, Precision precision) {
  private static final String AMP = "SOLVER.AMP.ENABLED";

  /** A step in the precision of the network's parameters. */
  public TrainingStep(SparseRcnn network, SetCriterion criterion, Solver solver) {
    this(network, criterion, solver, Precision.FP32);
  }

  /**
   * The step that a config describes.
   *
   * @param config {@code SOLVER.AMP.ENABLED}: whether to train in mixed precision, here always with
   *     bfloat16, which needs no scaled loss
   * @param network the trainable life
   * @param criterion judges what it says
   * @param solver changes its parameters
   * @return the step
   */
  public static TrainingStep of(
      Config config, SparseRcnn network, SetCriterion criterion, Solver solver) {
    Precision precision = config.getBoolean(AMP) ? Precision.BF16 : Precision.FP32;
    return new TrainingStep(network, criterion, solver, precision);
  }

  /**
   * Runs it.
   *
   * @param batch the pictures
   * @param truths what is to be found in each of them
   * @param iteration from 0
   * @return what happened
   * @throws TrainingDivergedException if a cost, a loss or the gradient is not finite; the
   *     parameters are then as they were before; running statistics of trained norms may not be
   */
  public StepReport run(ImageBatch batch, List<GroundTruth> truths, long iteration) {
    double rate = solver.rate(iteration);
    try {
      solver.zeroGradients();
      Map<String, Double> losses = accumulate(batch, truths);
      double norm = solver.gradientNorm();
      requireFinite("the gradient's norm", norm);
      solver.update(rate, norm);
      return new StepReport(iteration, rate, norm, losses);
    } catch (TrainingDivergedException e) {
      String images = truths.stream().map(GroundTruth::image).collect(Collectors.joining(", "));
      throw new TrainingDivergedException(
          String.format(
              Locale.ROOT,
              "%s in iteration %d at learning rate %s, pictures %s; lower SOLVER.BASE_LR (2.5e-5 is"
                  + " official for 16 pictures) or check these pictures' labels",
              e.getMessage(),
              iteration,
              rate,
              images),
          e);
    }
  }

  private Map<String, Double> accumulate(ImageBatch batch, List<GroundTruth> truths) {
    try (TensorScope scope = TensorScope.open()) {
      TrainingPass pass = network.trainingPass(batch, precision);
      Losses losses = criterion.losses(pass.stages(), batch, truths);
      Map<String, Double> values = losses.values();
      values.forEach(TrainingStep::requireFinite);
      pass.backward(losses.total());
      return values;
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new TrainingDivergedException(name + " is " + value);
    }
  }
}
