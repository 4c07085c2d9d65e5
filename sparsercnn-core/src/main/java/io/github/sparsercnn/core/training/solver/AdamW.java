package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.core.torch.BoxedOperator;
import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam with decoupled weight decay (I. Loshchilov and F. Hutter, "Decoupled Weight Decay
 * Regularization", ICLR 2019), with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8.
 */
public final class AdamW extends FusedOptimizer {
  private static final BoxedOperator FUSED = BoxedOperator.find("aten::_fused_adamw_", "");
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPS = 1e-8;
  private static final String EXP_AVG = "exp_avg";
  private static final String EXP_AVG_SQ = "exp_avg_sq";

  /**
   * An optimizer without memory yet.
   *
   * @param parameters what it changes; to be closed after this
   */
  public AdamW(ParameterGroups parameters) {
    super(parameters, List.of(EXP_AVG, EXP_AVG_SQ));
  }

  @Override
  protected void update(
      FlatParameters parameters, Map<String, Tensor> memory, double rate, double weightDecay) {
    Tensor step = HostTensors.ofFloats(new float[] {steps()});
    FUSED.run(
        List.of(parameters.values()),
        List.of(parameters.gradients()),
        List.of(memory.get(EXP_AVG)),
        List.of(memory.get(EXP_AVG_SQ)),
        List.of(), // no largest second moments: amsgrad is off
        List.of(Ops.onDeviceOf(step, parameters.values())),
        rate,
        BETA1,
        BETA2,
        weightDecay,
        EPS,
        false, // amsgrad
        false, // maximize
        null, // gradient scale
        null); // found infinity
  }
}
