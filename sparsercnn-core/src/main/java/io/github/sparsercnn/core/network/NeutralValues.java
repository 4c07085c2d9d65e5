package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Values that change nothing, for tensors that a file lacks and that nobody insists on: norms pass
 * values through, other layers answer zero, and every class gets the prior probability.
 */
public final class NeutralValues implements ParameterSource {
  private final double priorLogit;

  /**
   * For a model of a prior.
   *
   * @param priorProb {@code MODEL.SparseRCNN.PRIOR_PROB}, in (0, 1)
   */
  public NeutralValues(double priorProb) {
    priorLogit = Math.log(priorProb / (1 - priorProb));
  }

  @Override
  public Tensor get(String name, long... shape) {
    return Ops.add(Ops.zeros(shape), value(name, shape));
  }

  private double value(String name, long... shape) {
    if (name.endsWith("class_logits.bias")) {
      return priorLogit;
    }
    boolean norm = shape.length == 1 && name.endsWith("weight");
    return norm || name.endsWith("running_var") ? 1 : 0;
  }

  /** Leaves a parameter as its owner has initialised it. */
  @Override
  public void fill(String name, Tensor parameter) {}
}
