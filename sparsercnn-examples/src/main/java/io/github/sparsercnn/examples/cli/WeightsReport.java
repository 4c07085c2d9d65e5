package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.inference.Model;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.TensorScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a weights file.
 *
 * @param checkpoint its tensors and what lies beside them
 * @param model the network it holds; null if that cannot be told
 * @param load how the tensors fit that network; null without a network
 * @param proposals names and sizes of the tensors of that network's proposals
 * @param problem why there is no network or it cannot be compared; null otherwise
 * @param warnings what is suspicious about the values
 */
record WeightsReport(
    Checkpoint checkpoint,
    @Nullable Model model,
    @Nullable LoadReport load,
    List<String> proposals,
    @Nullable String problem,
    List<String> warnings) {

  /**
   * Looks at a file.
   *
   * @throws io.github.sparsercnn.WeightsException if it is no weights file
   */
  static WeightsReport of(Path file) {
    Checkpoint checkpoint = Checkpoint.read(file);
    List<String> warnings = checkpoint.warnings();
    @Nullable Model model = null;
    try {
      model = Model.of(checkpoint, null, List.of());
      try (ProposalInitializer proposals = ProposalInitializers.create(model.proposalSettings())) {
        return new WeightsReport(
            checkpoint, model, model.compare(proposals), tensors(proposals), null, warnings);
      }
    } catch (SparseRcnnException e) {
      return new WeightsReport(checkpoint, model, null, List.of(), e.getMessage(), warnings);
    }
  }

  private static List<String> tensors(ProposalInitializer proposals) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.putAll(ModuleParameters.named(proposals.module()));
      tensors.putAll(ModuleParameters.buffers(proposals.module()));
      return tensors.entrySet().stream()
          .map(entry -> entry.getKey() + " " + Arrays.toString(HostTensors.shape(entry.getValue())))
          .toList();
    }
  }

  /** Whether a detector can be made of the file. */
  boolean loads() {
    return load != null && load.isComplete();
  }

  /** The number of numbers in all tensors. */
  long parameterCount() {
    return checkpoint.tensors().values().stream().mapToLong(StoredTensor::numel).sum();
  }

  /** How many tensors there are of each element type, by its name. */
  Map<String, Integer> dtypes() {
    Map<String, Integer> counts = new TreeMap<>();
    checkpoint.tensors().values().forEach(t -> counts.merge(t.dtype().name(), 1, Integer::sum));
    return counts;
  }
}
