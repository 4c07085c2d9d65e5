package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.training.solver.FusedOptimizer;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/**
 * Goes in the direction of the sign of a moving average of the gradients (X. Chen et al., "Symbolic
 * Discovery of Optimization Algorithms", NeurIPS 2023). Half of AdamW's memory.
 */
final class Lion extends FusedOptimizer {
  private static final String MOMENTUM = "exp_avg";
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;

  Lion(ParameterGroups parameters) {
    super(parameters, List.of(MOMENTUM)); // one buffer, kept in checkpoints under this name
  }

  @Override
  protected void update(
      FlatParameters parameters, Map<String, Tensor> memory, double rate, double weightDecay) {
    Tensor values = parameters.values(); // all parameters of a group, one behind the other
    Tensor gradients = parameters.gradients();
    Tensor momentum = Objects.requireNonNull(memory.get(MOMENTUM));
    Tensor direction = Ops.mul(momentum, BETA1).add(Ops.mul(gradients, 1 - BETA1)).sign();
    Ops.mulInPlace(values, 1 - rate * weightDecay);
    values.sub_(Ops.mul(direction, rate));
    Ops.mulInPlace(momentum, BETA2).add_(Ops.mul(gradients, 1 - BETA2));
  }
}
