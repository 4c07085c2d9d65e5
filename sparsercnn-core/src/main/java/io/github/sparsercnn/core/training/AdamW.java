package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.torch.BoxedOperator;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam with decoupled weight decay (I. Loshchilov and F. Hutter, "Decoupled Weight Decay
 * Regularization", ICLR 2019), with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8. One fused
 * operator per group.
 */
public final class AdamW implements Optimizer {
  private static final BoxedOperator FUSED = BoxedOperator.find("aten::_fused_adamw_", "");
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPS = 1e-8;
  private static final String EXP_AVG = "exp_avg";
  private static final String EXP_AVG_SQ = "exp_avg_sq";

  private final ParameterGroups parameters;
  private final OptimizerState state;
  private long steps;

  /**
   * An optimizer without memory yet.
   *
   * @param parameters what it changes; to be closed after this
   */
  public AdamW(ParameterGroups parameters) {
    this.parameters = parameters;
    state = new OptimizerState(parameters, List.of(EXP_AVG, EXP_AVG_SQ));
  }

  @Override
  public void step(double learningRate) {
    steps++;
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < parameters.groups().size(); i++) {
        step(parameters.groups().get(i), state.ofGroup(i), learningRate);
      }
    }
  }

  private void step(ParameterGroups.Group group, Map<String, Tensor> memory, double learningRate) {
    Tensor values = group.parameters().values();
    Tensor step = Ops.onDeviceOf(HostTensors.ofFloats(new float[] {steps}), values);
    FUSED.run(
        List.of(values),
        List.of(group.parameters().gradients()),
        List.of(memory.get(EXP_AVG)),
        List.of(memory.get(EXP_AVG_SQ)),
        List.of(), // no largest second moments: amsgrad is off
        List.of(step),
        learningRate * group.treatment().rateFactor(),
        BETA1,
        BETA2,
        group.treatment().weightDecay(),
        EPS,
        false, // amsgrad
        false, // maximize
        null, // gradient scale
        null); // found infinity
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
