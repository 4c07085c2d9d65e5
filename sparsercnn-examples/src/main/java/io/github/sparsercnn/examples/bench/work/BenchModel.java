package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.checkpoint.PthWriter;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.network.ExpectedTensors;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.Natives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An official model, or one that is nearly so, with formula weights.
 *
 * @param name its short name in small letters, as the rows have it
 * @param config its shape
 */
public record BenchModel(String name, Config config) {
  /**
   * The model of a name.
   *
   * @param name for example {@code r50_100}
   * @return the model
   * @throws io.github.sparsercnn.ConfigException if there is none of that name
   */
  public static BenchModel named(String name) {
    Preset preset = Preset.byName(name);
    return new BenchModel(preset.name().toLowerCase(Locale.ROOT), preset.config());
  }

  /** The model that a worker shall have: {@code proposals} and {@code stages} may be others. */
  static BenchModel of(JobSpec spec) {
    BenchModel official = named(spec.text("model"));
    Architecture shape = official.architecture();
    return new BenchModel(
        official.name,
        official
            .config
            .with("MODEL.SparseRCNN.NUM_PROPOSALS", spec.number("proposals", shape.numProposals()))
            .with("MODEL.SparseRCNN.NUM_HEADS", spec.number("stages", shape.numHeads())));
  }

  /**
   * Writes the weights as a {@code .pth}, as official ones come, unless the file is there.
   *
   * @param folder where
   * @return the file
   */
  public Path write(Path folder) {
    Path file = folder.resolve(name() + ".pth");
    if (!Files.exists(file)) {
      Natives.load();
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      try (ProposalInitializer proposals = proposals()) {
        ExpectedTensors.of(architecture(), proposals)
            .forEach(
                (tensor, shape) ->
                    tensors.put(
                        tensor, StoredTensor.of(FormulaWeights.values(tensor, shape), shape)));
      }
      PthWriter.write(file, Map.of("model", tensors));
    }
    return file;
  }

  Architecture architecture() {
    return Architecture.of(config);
  }

  /** New proposals, closed by the caller. */
  ProposalInitializer proposals() {
    return ProposalInitializers.create(new ProposalSettings(architecture(), config));
  }

  /** A trainable network, closed by the caller before the proposals. */
  SparseRcnn network(ProposalInitializer proposals, Weights weights) {
    return SparseRcnn.of(architecture(), proposals, weights);
  }
}
