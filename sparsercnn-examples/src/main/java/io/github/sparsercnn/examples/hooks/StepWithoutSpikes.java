package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.criterion.Criterion;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.TrainingPass;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.StepReport;
import io.github.sparsercnn.core.training.TrainingStep;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An iteration written out: forward, losses, backward, update. It leaves the update out where the
 * gradient is much longer than usual. For one process.
 */
final class StepWithoutSpikes extends TrainingStep {
  private static final double SPIKE = 5;
  private static final double SMOOTHING = 0.9;

  private final SparseRcnn network;
  private final Criterion criterion;
  private final Solver solver;
  private double usualNorm = Double.POSITIVE_INFINITY;

  StepWithoutSpikes(SparseRcnn network, Criterion criterion, Solver solver, ProcessGroup group) {
    super(network, criterion, solver, Precision.FP32, group);
    this.network = network;
    this.criterion = criterion;
    this.solver = solver;
  }

  @Override
  public StepReport run(List<Part> parts, long iteration, double rate) {
    long numBoxes = parts.stream().mapToLong(part -> SetCriterion.numBoxes(part.truths())).sum();
    Map<String, Double> values = new LinkedHashMap<>();
    solver.zeroGradients();
    for (Part part : parts) { // more than one with SOLVER.ACCUMULATION_STEPS
      try (TensorScope scope = TensorScope.open()) {
        ImageBatch batch = part.images().get();
        TrainingPass pass = network.trainingPass(batch, precision());
        Losses losses = criterion.losses(pass.stages(), batch, part.truths(), (double) numBoxes);
        losses.values().forEach((name, value) -> values.merge(name, value, Double::sum));
        pass.backward(losses.total());
      }
    }
    double norm = solver.gradientNorm();
    if (norm < SPIKE * usualNorm) { // false for NaN, too
      solver.update(rate, norm);
      usualNorm =
          usualNorm == Double.POSITIVE_INFINITY
              ? norm
              : SMOOTHING * usualNorm + (1 - SMOOTHING) * norm;
    }
    return new StepReport(iteration, rate, norm, values);
  }
}
