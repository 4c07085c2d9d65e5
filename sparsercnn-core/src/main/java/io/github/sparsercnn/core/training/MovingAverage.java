package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of the trained parameters: {@code average = decay * average + (1 -
 * decay) * value} after every step, from the initial values on. Often a better detector than the
 * last step's weights. Bound to the thread that trains.
 */
public final class MovingAverage implements AutoCloseable {
  private final ParameterGroups parameters;
  private final double decay;
  private final List<Tensor> averages = new ArrayList<>();
  private final OwnedTensors owner = new OwnedTensors();

  /**
   * Starts with the values of now.
   *
   * @param parameters what is averaged
   * @param decay {@code MODEL_EMA.DECAY}, above 0 and below 1
   * @throws ConfigException if the decay is out of range
   */
  MovingAverage(ParameterGroups parameters, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new ConfigException("MODEL_EMA.DECAY is " + decay + ", expected above 0 and below 1");
    }
    this.parameters = parameters;
    this.decay = decay;
    try (TensorScope scope = TensorScope.open()) {
      for (ParameterGroups.Group group : parameters.groups()) {
        averages.add(owner.own(group.parameters().values().clone()));
      }
    }
  }

  /** Takes note of the values of now. */
  void update() {
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < averages.size(); i++) {
        Tensor values = parameters.groups().get(i).parameters().values();
        Ops.mulInPlace(averages.get(i), decay).add_(Ops.mul(values, 1 - decay));
      }
    }
  }

  /** Exchanges averages and values. Doing it twice restores both to the last bit. */
  void swap() {
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < averages.size(); i++) {
        Tensor values = parameters.groups().get(i).parameters().values();
        Tensor kept = values.clone();
        values.copy_(averages.get(i));
        averages.get(i).copy_(kept);
      }
    }
  }

  /**
   * The averages.
   *
   * @return live views by parameter, owned by the open scope
   */
  Map<String, Tensor> values() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < averages.size(); i++) {
      FlatParameters flat = parameters.groups().get(i).parameters();
      for (String name : flat.names()) {
        named.put(name, flat.slice(averages.get(i), name));
      }
    }
    return named;
  }

  @Override
  public void close() {
    owner.close();
  }
}
