package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.core.torch.BoxedOperator;
import io.github.sparsercnn.core.torch.FlatParameters;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic gradient descent with momentum as in PyTorch: weight decay joins the gradient, the
 * learning rate multiplies the momentum.
 */
public final class Sgd extends FusedOptimizer {
  private static final BoxedOperator FUSED = BoxedOperator.find("aten::_fused_sgd_", "");
  private static final String MOMENTUM_BUFFER = "momentum_buffer";

  private final double momentum;

  /**
   * An optimizer without memory yet.
   *
   * @param parameters what it changes; to be closed after this
   * @param momentum {@code SOLVER.MOMENTUM}, officially 0.9
   * @throws IllegalArgumentException if the momentum is not in 0 to 1
   */
  public Sgd(ParameterGroups parameters, double momentum) {
    super(parameters, List.of(MOMENTUM_BUFFER));
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("SOLVER.MOMENTUM is " + momentum + ", expected 0 to 1");
    }
    this.momentum = momentum;
  }

  @Override
  protected void update(
      FlatParameters parameters, Map<String, Tensor> memory, double rate, double weightDecay) {
    FUSED.run(
        List.of(parameters.values()),
        List.of(parameters.gradients()),
        List.of(memory.get(MOMENTUM_BUFFER)),
        weightDecay,
        momentum,
        rate,
        0.0, // dampening
        false, // nesterov
        false, // maximize
        false, // first step: the buffers start at zero, which is the same
        null, // gradient scale
        null); // found infinity
  }
}
