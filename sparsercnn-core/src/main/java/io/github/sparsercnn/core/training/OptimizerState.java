package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** An optimizer's memory: some buffers of the parameters' layout for every group, at first zero. */
final class OptimizerState implements AutoCloseable {
  private final OwnedTensors owner = new OwnedTensors();
  private final ParameterGroups parameters;
  private final List<Map<String, Tensor>> buffers = new ArrayList<>();

  OptimizerState(ParameterGroups parameters, List<String> names) {
    this.parameters = parameters;
    try (TensorScope scope = TensorScope.open()) {
      for (ParameterGroups.Group group : parameters.groups()) {
        Map<String, Tensor> ofGroup = new LinkedHashMap<>();
        Tensor values = group.parameters().values();
        names.forEach(name -> ofGroup.put(name, owner.own(Ops.zerosLike(values, values.numel()))));
        buffers.add(ofGroup);
      }
    }
  }

  /** The buffers of a group by name. */
  Map<String, Tensor> ofGroup(int group) {
    return buffers.get(group);
  }

  /** Views of one parameter's part of the buffers. */
  Map<String, Tensor> ofParameter(String parameter) {
    int group = parameters.indexOf(parameter);
    FlatParameters flat = parameters.groups().get(group).parameters();
    Map<String, Tensor> views = new LinkedHashMap<>();
    ofGroup(group).forEach((name, buffer) -> views.put(name, flat.slice(buffer, parameter)));
    return views;
  }

  @Override
  public void close() {
    owner.close();
  }
}
