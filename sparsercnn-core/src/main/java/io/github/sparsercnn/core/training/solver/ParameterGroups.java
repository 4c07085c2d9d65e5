package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The trained parameters, those of equal treatment in one flat buffer. Closing it frees the
 * buffers; the network keeps its values.
 */
public final class ParameterGroups implements AutoCloseable {
  private final List<Group> groups;

  /**
   * Parameters of equal treatment.
   *
   * @param parameters their values and gradients
   * @param treatment their learning-rate factor and decay
   */
  public record Group(FlatParameters parameters, ParameterRules.Treatment treatment) {}

  private ParameterGroups(List<Group> groups) {
    this.groups = groups;
  }

  /**
   * Moves parameters into flat buffers and makes them trainable.
   *
   * @param parameters those to be trained, by name
   * @param rules how each is trained
   * @return the groups, to be closed by the caller
   * @throws io.github.sparsercnn.ConfigException if a rule's pattern matches no parameter
   * @throws IllegalArgumentException if there are no parameters
   */
  public static ParameterGroups of(Map<String, Tensor> parameters, ParameterRules rules) {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to train: all parameters are frozen");
    }
    rules.check(parameters.keySet());
    Map<ParameterRules.Treatment, Map<String, Tensor>> byTreatment = new LinkedHashMap<>();
    parameters.forEach(
        (name, tensor) ->
            byTreatment
                .computeIfAbsent(rules.of(name), treatment -> new LinkedHashMap<>())
                .put(name, tensor));
    List<Group> groups = new ArrayList<>();
    byTreatment.forEach(
        (treatment, members) -> groups.add(new Group(FlatParameters.of(members), treatment)));
    return new ParameterGroups(List.copyOf(groups));
  }

  /** {@return the groups, in the order of their first parameters} */
  public List<Group> groups() {
    return groups;
  }

  /**
   * The values of one parameter.
   *
   * @param name of the parameter
   * @return a live view without gradient, owned by the open scope
   * @throws IllegalArgumentException if it is not trained
   */
  public Tensor values(String name) {
    FlatParameters group = groups.get(indexOf(name)).parameters();
    return group.slice(group.values(), name);
  }

  /**
   * Whether a parameter is trained.
   *
   * @param name of the parameter
   * @return whether it is in one of the groups
   */
  public boolean contains(String name) {
    return groups.stream().anyMatch(group -> group.parameters().names().contains(name));
  }

  /**
   * How a parameter is trained.
   *
   * @param name of the parameter
   * @return the treatment of its group
   * @throws IllegalArgumentException if it is not trained
   */
  public ParameterRules.Treatment treatment(String name) {
    return groups.get(indexOf(name)).treatment();
  }

  /** The group that a parameter is in. */
  int indexOf(String name) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).parameters().names().contains(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no parameter " + name + " is trained");
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    try (TensorScope scope = TensorScope.open()) {
      groups.forEach(group -> group.parameters().zeroGradients());
    }
  }

  /** {@return the Euclidean norm of all gradients; waits for the device} */
  public double gradientNorm() {
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> norms = groups.stream().map(group -> group.parameters().gradientNorm()).toList();
      return Ops.norm(Ops.stack(norms, 0), 0).item_double();
    }
  }

  /** Multiplies all gradients. */
  void scaleGradients(double factor) {
    try (TensorScope scope = TensorScope.open()) {
      groups.forEach(group -> Ops.mulInPlace(group.parameters().gradients(), factor));
    }
  }

  @Override
  public void close() {
    groups.forEach(group -> group.parameters().close());
  }
}
