package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.inference.Model;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a weights file.
 *
 * @param checkpoint its tensors and what lies beside them
 * @param model the network it holds; null if that cannot be told
 * @param load how the tensors fit that network; null without a network
 * @param problem why there is no network or it cannot be compared; null otherwise
 * @param warnings what is suspicious about the values
 */
record WeightsReport(
    Checkpoint checkpoint,
    @Nullable Model model,
    @Nullable LoadReport load,
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
      try (ProposalInitializer proposals =
          ProposalInitializers.create(model.proposalSettings())) {
        return new WeightsReport(checkpoint, model, model.compare(proposals), null, warnings);
      }
    } catch (SparseRcnnException e) {
      return new WeightsReport(checkpoint, model, null, e.getMessage(), warnings);
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
