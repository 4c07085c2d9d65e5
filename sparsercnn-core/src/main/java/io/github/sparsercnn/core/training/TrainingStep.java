package io.github.sparsercnn.core.training;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.Criterion;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.GradientSum;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.TrainingPass;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * One iteration of training: forward, losses, backward, update. Several processes take it together,
 * each with its share of the batch. Owns nothing; bound to the thread that trains.
 *
 * <p>Subclasses change what an iteration is by overriding {@link #run(List, long, double)}, which
 * the other methods call.
 */
public class TrainingStep {
  private static final String AMP = "SOLVER.AMP.ENABLED";

  private final SparseRcnn network;
  private final Criterion criterion;
  private final Solver solver;
  private final Precision precision;
  private final ProcessGroup group;
  private final GradientSum gradients;

  /** A step of a process that trains alone, in the precision of the network's parameters. */
  public TrainingStep(SparseRcnn network, Criterion criterion, Solver solver) {
    this(network, criterion, solver, Precision.FP32, new Alone());
  }

  /**
   * A step of given parts.
   *
   * @param network the trainable life
   * @param criterion judges what it says
   * @param solver changes its parameters
   * @param precision of the pass through the network, see {@link
   *     SparseRcnn#trainingPass(ImageBatch, Precision)}; parameters, boxes, losses and update stay
   *     in float32
   * @param group the processes that train together
   */
  public TrainingStep(
      SparseRcnn network,
      Criterion criterion,
      Solver solver,
      Precision precision,
      ProcessGroup group) {
    this.network = network;
    this.criterion = criterion;
    this.solver = solver;
    this.precision = precision;
    this.group = group;
    gradients =
        new GradientSum(
            group,
            solver.parameters().groups().stream().map(ParameterGroups.Group::parameters).toList());
  }

  /**
   * The step that a config describes.
   *
   * @param config {@code SOLVER.AMP.ENABLED}: whether to train in mixed precision, here always with
   *     bfloat16, which needs no scaled loss
   * @param network the trainable life
   * @param criterion judges what it says
   * @param solver changes its parameters
   * @param group the processes that train together
   * @return the step
   */
  public static TrainingStep of(
      Config config, SparseRcnn network, Criterion criterion, Solver solver, ProcessGroup group) {
    Precision precision = config.getBoolean(AMP) ? Precision.BF16 : Precision.FP32;
    return new TrainingStep(network, criterion, solver, precision, group);
  }

  /** {@return the precision of the pass through the network} */
  public final Precision precision() {
    return precision;
  }

  /**
   * Some pictures of a batch, which go through the network together.
   *
   * @param images makes the pictures, in an open scope
   * @param truths what is to be found in each of them
   */
  public record Part(Supplier<ImageBatch> images, List<GroundTruth> truths) {
    /** Copies the list. */
    public Part {
      truths = List.copyOf(truths);
    }
  }

  /**
   * Runs it on a batch that goes through the network at once.
   *
   * @param batch the pictures
   * @param truths what is to be found in each of them
   * @param iteration from 0
   * @return what happened
   * @throws TrainingDivergedException as {@link #run(List, long)}
   */
  public final StepReport run(ImageBatch batch, List<GroundTruth> truths, long iteration) {
    return run(List.of(new Part(() -> batch, truths)), iteration);
  }

  /**
   * Runs it at the rate that the schedule gives.
   *
   * @param parts of this process' share of the batch, at least one
   * @param iteration from 0
   * @return what happened; losses are means over the processes
   * @throws TrainingDivergedException as {@link #run(List, long, double)}
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  public final StepReport run(List<Part> parts, long iteration) {
    return run(parts, iteration, solver.rate(iteration));
  }

  /**
   * Runs it. The parts go through the network one after the other, and their gradients add up to
   * that of the whole batch; less memory is needed than for all at once.
   *
   * @param parts of this process' share of the batch, at least one
   * @param iteration from 0
   * @param rate the learning rate
   * @return what happened; losses are means over the processes
   * @throws TrainingDivergedException if a cost, a loss or the gradient is not finite; the
   *     parameters are then as they were before; running statistics of trained norms may not be
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  public StepReport run(List<Part> parts, long iteration, double rate) {
    List<GroundTruth> truths = parts.stream().flatMap(part -> part.truths.stream()).toList();
    try {
      solver.zeroGradients();
      double numBoxes = group.mean((double) SetCriterion.numBoxes(truths));
      Map<String, Double> losses = new LinkedHashMap<>();
      for (Part part : parts) {
        accumulate(part, numBoxes).forEach((name, value) -> losses.merge(name, value, Double::sum));
      }
      Map<String, Double> means = mean(losses);
      means.forEach(TrainingStep::requireFinite);
      gradients.run();
      double norm = solver.gradientNorm();
      requireFinite("the gradient's norm", norm);
      solver.update(rate, norm);
      return new StepReport(iteration, rate, norm, means);
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

  private Map<String, Double> accumulate(Part part, double numBoxes) {
    try (TensorScope scope = TensorScope.open()) {
      ImageBatch batch = part.images.get();
      TrainingPass pass = network.trainingPass(batch, precision);
      Losses ofTheHead = criterion.losses(pass.stages(), batch, part.truths, numBoxes);
      Losses losses = ProposalLosses.addTo(ofTheHead, pass, batch, part.truths, numBoxes);
      Map<String, Double> values = losses.values();
      // A process that stops here alone would leave the others waiting.
      if (group.size() == 1) {
        values.forEach(TrainingStep::requireFinite);
      }
      pass.backward(losses.total());
      return values;
    }
  }

  private Map<String, Double> mean(Map<String, Double> losses) {
    if (group.size() == 1) {
      return losses;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor sums =
          HostTensors.ofDoubles(
              losses.values().stream().mapToDouble(Double::doubleValue).toArray(), losses.size());
      group.sum(sums);
      double[] values = HostTensors.toDoubles(sums);
      Map<String, Double> means = new LinkedHashMap<>();
      int i = 0;
      for (String name : losses.keySet()) {
        means.put(name, values[i++] / group.size());
      }
      return means;
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new TrainingDivergedException(name + " is " + value);
    }
  }
}
