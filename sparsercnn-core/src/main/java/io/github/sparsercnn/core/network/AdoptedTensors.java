package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.ModuleParameters;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Makes the tensors of a proposal initializer the network's own, under the names they have. */
final class AdoptedTensors {
  private static final List<String> TAKEN = List.of("backbone.", "head.", "criterion.");

  private AdoptedTensors() {}

  /**
   * Fills and registers them.
   *
   * @throws IllegalArgumentException if one has a name of the network
   */
  static void adopt(ProposalInitializer proposals, Weights weights) {
    try (GradMode noGrad = GradMode.noGrad()) {
      Map<String, Tensor> parameters = ModuleParameters.named(proposals.module());
      Map<String, Tensor> buffers = ModuleParameters.buffers(proposals.module());
      parameters.keySet().forEach(AdoptedTensors::requireFree);
      buffers.keySet().forEach(AdoptedTensors::requireFree);
      parameters.forEach(weights::adopt);
      buffers.forEach(weights::adoptBuffer);
    }
  }

  private static void requireFree(String name) {
    for (String taken : TAKEN) {
      if (name.startsWith(taken)) {
        throw new IllegalArgumentException(
            "the proposal initializer names a tensor "
                + name
                + ", but names in "
                + TAKEN
                + " belong to the network; choose another name");
      }
    }
  }
}
