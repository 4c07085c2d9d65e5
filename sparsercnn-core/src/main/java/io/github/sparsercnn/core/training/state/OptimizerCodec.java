package io.github.sparsercnn.core.training.state;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.checkpoint.TrainingState;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.Optimizer;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers, in the form of PyTorch's {@code state_dict}: the state of each
 * parameter by its number, and one group per parameter as the official code has them. Parameters
 * are numbered in the order of the network, frozen ones left out.
 */
final class OptimizerCodec {
  private static final String STATE = "state";
  private static final String STEP = "step";

  private OptimizerCodec() {}

  /** Tensors are windows on the optimizer's memory. Runs in an open scope. */
  static Map<String, @Nullable Object> encode(Solver solver, List<String> trained, double rate) {
    Map<Long, @Nullable Object> state = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> groups = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      String name = trained.get(i);
      Map<String, @Nullable Object> ofParameter = new LinkedHashMap<>();
      ofParameter.put(STEP, StoredTensor.of(new float[] {solver.optimizer().steps()}));
      solver
          .optimizer()
          .state(name)
          .forEach((key, tensor) -> ofParameter.put(key, HostTensors.toStored(tensor)));
      state.put((long) i, ofParameter);
      groups.add(group(solver.parameters().treatment(name), rate, i));
    }
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put(STATE, state);
    root.put("param_groups", groups);
    return root;
  }

  private static Map<String, @Nullable Object> group(
      ParameterRules.Treatment treatment, double rate, int index) {
    Map<String, @Nullable Object> group = new LinkedHashMap<>();
    group.put("lr", rate * treatment.rateFactor());
    group.put("weight_decay", treatment.weightDecay());
    group.put("params", List.of((long) index));
    return group;
  }

  /**
   * Gives an optimizer its memory back.
   *
   * @throws WeightsException if it was another optimizer's, or that of another network
   */
  static void decode(TrainingState saved, Solver solver, List<String> trained, Path file) {
    Map<?, ?> state = saved.optimizer().get(STATE) instanceof Map<?, ?> map ? map : Map.of();
    if (state.size() != trained.size()) {
      throw new WeightsException(
          file
              + ": its optimizer remembers "
              + state.size()
              + " parameters, this network trains "
              + trained.size()
              + "; resume with the config that it was trained with, or start anew from its weights"
              + " with MODEL.WEIGHTS");
    }
    long steps = 0;
    for (int i = 0; i < trained.size(); i++) {
      Map<?, ?> ofParameter = state.get((long) i) instanceof Map<?, ?> map ? map : Map.of();
      try (TensorScope scope = TensorScope.open()) {
        copy(ofParameter, solver.optimizer(), trained.get(i), file);
      }
      steps = Math.max(steps, steps(ofParameter.get(STEP), saved.iteration() + 1));
    }
    solver.optimizer().resume(steps);
  }

  private static void copy(Map<?, ?> from, Optimizer optimizer, String name, Path file) {
    for (Map.Entry<String, Tensor> entry : optimizer.state(name).entrySet()) {
      Tensor memory = entry.getValue();
      if (!(from.get(entry.getKey()) instanceof StoredTensor stored)
          || !Arrays.equals(stored.shape(), HostTensors.shape(memory))) {
        throw new WeightsException(
            file
                + ": "
                + entry.getKey()
                + " of "
                + name
                + " is "
                + from.get(entry.getKey())
                + ", expected a tensor of shape "
                + Arrays.toString(HostTensors.shape(memory))
                + "; was it trained with another SOLVER.OPTIMIZER or network?");
      }
      memory.copy_(HostTensors.of(stored));
    }
  }

  /** A tensor in new versions of PyTorch, a number in old ones, absent with SGD. */
  private static long steps(@Nullable Object step, long fallback) {
    if (step instanceof StoredTensor tensor) {
      return (long) tensor.toFloats()[0];
    }
    return step instanceof Number number ? number.longValue() : fallback;
  }

  /** How the parameters are split into groups does not matter to the file. */
  static List<String> trained(ParameterGroups groups, Iterable<String> inNetworkOrder) {
    List<String> trained = new ArrayList<>();
    for (String name : inNetworkOrder) {
      if (groups.contains(name)) {
        trained.add(name);
      }
    }
    return List.copyOf(trained);
  }
}
