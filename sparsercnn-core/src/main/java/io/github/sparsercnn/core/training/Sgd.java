package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.torch.BoxedOperator;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic gradient descent with momentum as in PyTorch: weight decay joins the gradient, the
 * learning rate multiplies the momentum. One fused operator per group.
 */
public final class Sgd implements Optimizer {
  private static final BoxedOperator FUSED = BoxedOperator.find("aten::_fused_sgd_", "");
  private static final String MOMENTUM_BUFFER = "momentum_buffer";

  private final ParameterGroups parameters;
  private final double momentum;
  private final OptimizerState state;
  private long steps;

  /**
   * An optimizer without memory yet.
   *
   * @param parameters what it changes; to be closed after this
   * @param momentum {@code SOLVER.MOMENTUM}, officially 0.9
   * @throws IllegalArgumentException if the momentum is not in 0 to 1
   */
  public Sgd(ParameterGroups parameters, double momentum) {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("SOLVER.MOMENTUM is " + momentum + ", expected 0 to 1");
    }
    this.parameters = parameters;
    this.momentum = momentum;
    state = new OptimizerState(parameters, List.of(MOMENTUM_BUFFER));
  }

  @Override
  public void step(double learningRate) {
    steps++;
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < parameters.groups().size(); i++) {
        ParameterGroups.Group group = parameters.groups().get(i);
        FUSED.run(
            List.of(group.parameters().values()),
            List.of(group.parameters().gradients()),
            List.of(state.ofGroup(i).get(MOMENTUM_BUFFER)),
            group.treatment().weightDecay(),
            momentum,
            learningRate * group.treatment().rateFactor(),
            0.0, // dampening
            false, // nesterov
            false, // maximize
            false, // first step: the buffers start at zero, which is the same
            null, // gradient scale
            null); // found infinity
      }
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public void resume(long steps) {
    this.steps = steps;
  }

  @Override
  public Map<String, Tensor> state(String parameter) {
    return state.ofParameter(parameter);
  }

  @Override
  public void close() {
    state.close();
  }
}
