package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * An optimizer that updates a whole group at once. Its memory is a few buffers per group, laid out
 * as the group's parameters and at first zero; checkpoints keep them. To make another optimizer,
 * extend this and say in {@link #update} how values follow from gradients.
 */
public abstract class FusedOptimizer implements Optimizer {
  private final ParameterGroups parameters;
  private final List<Map<String, Tensor>> memory = new ArrayList<>();
  private final OwnedTensors owner = new OwnedTensors();
  private long steps;

  /**
   * An optimizer without memory yet.
   *
   * @param parameters what it changes
   * @param buffers PyTorch's names of what it remembers
   */
  protected FusedOptimizer(ParameterGroups parameters, List<String> buffers) {
    this.parameters = parameters;
    try (TensorScope scope = TensorScope.open()) {
      for (ParameterGroups.Group group : parameters.groups()) {
        Tensor values = group.parameters().values();
        Map<String, Tensor> ofGroup = new LinkedHashMap<>();
        buffers.forEach(
            name -> ofGroup.put(name, owner.own(Ops.zerosLike(values, values.numel()))));
        memory.add(ofGroup);
      }
    }
  }

  /**
   * Updates a group. Runs in an open scope; {@link #steps} counts this step already.
   *
   * @param parameters values and gradients, flat; the values are to be changed in place
   * @param memory of the group, each buffer by its name; to be changed in place
   * @param rate the learning rate of the group
   * @param weightDecay of the group
   */
  protected abstract void update(
      FlatParameters parameters, Map<String, Tensor> memory, double rate, double weightDecay);

  @Override
  public void step(double learningRate) {
    steps++;
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < memory.size(); i++) {
        ParameterGroups.Group group = parameters.groups().get(i);
        ParameterRules.Treatment treatment = group.treatment();
        update(
            group.parameters(),
            memory.get(i),
            learningRate * treatment.rateFactor(),
            treatment.weightDecay());
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
    int group = parameters.indexOf(parameter);
    FlatParameters flat = parameters.groups().get(group).parameters();
    Map<String, Tensor> views = new LinkedHashMap<>();
    memory.get(group).forEach((name, buffer) -> views.put(name, flat.slice(buffer, parameter)));
    return views;
  }

  @Override
  public void close() {
    owner.close();
  }
}
